"""What can be set: options of the command line under one prefix, and settings in pytest's own file."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

MARK = "journey: a user journey of tracer"
DEFAULT_FOLDER = "journeys"
DEFAULT_REPORTS = ("html",)
_WHEN = ["on", "failure", "retry", "off"]
_OPTION = re.compile(r"(?<![\w-])--(?=(?:env|param|retries|trace|video|har|screenshots|report|output)\b)")


def add_options(parser: pytest.Parser) -> None:
    """Add them; each means what `tracer run` means by the name without the prefix."""
    parser.addini("tracer", "Collect journeys, and record steps in tests (default: true).", type="bool", default=True)
    parser.addini("tracer_journeys", "Folders of journey files (default: journeys).", type="args", default=None)
    group = parser.getgroup("tracer", "tracer: user journeys")
    group.addoption(
        "--tracer-journeys", action="append", metavar="DIR", help="A folder of journey files, instead of those set."
    )
    group.addoption(
        "--tracer-tag",
        action="append",
        metavar="TAG",
        help="Only journeys with this tag; repeated: any of them; a+b: both; !a: not.",
    )
    group.addoption("--tracer-env", metavar="NAME", help="An environment of tracer.toml.")
    group.addoption("--tracer-param", action="append", metavar="NAME=VALUE", help="A param's value.")
    group.addoption(
        "--tracer-retries", type=int, choices=range(11), metavar="N", help="Tries after one that did not pass."
    )
    group.addoption(
        "--tracer-concurrency", type=int, default=1, metavar="N", help="Journeys at once; not with pytest-xdist."
    )
    group.addoption("--tracer-screenshots", choices=["on", "failure", "off"], help="Pictures of steps.")
    for name in ("trace", "video", "har"):
        group.addoption(f"--tracer-{name}", choices=_WHEN, help=f"When to keep the {name}.")
    group.addoption(
        "--tracer-report",
        action="append",
        metavar="NAME[=PATH]",
        help="html, junit, ctrf, json, github or a plugin's; repeated or with commas; none: no report.",
    )
    group.addoption(
        "--tracer-update-baselines",
        action="store_true",
        help="Keep what checks see as the baselines of later runs, instead of comparing.",
    )
    group.addoption("--tracer-output", metavar="DIR", help="Where results go (default: as tracer.toml says).")
    group.addoption("--tracer-headed", action="store_true", help="Show the browser.")


def add_headed(parser: pytest.Parser) -> None:
    """Add `--headed`, unless another plugin has it, such as pytest-playwright: then its option counts, too."""
    with contextlib.suppress(ValueError):
        parser.getgroup("tracer").addoption("--headed", action="store_true", help="Show the browser.")


def in_pytests_words(hint: str) -> str:
    """What is said of options of `tracer run`, of those by the same name here."""
    return _OPTION.sub("--tracer-", hint)


@dataclass(frozen=True)
class Wishes:
    """What was asked for; None and empty leave it to tracer.toml."""

    folders: tuple[Path, ...]
    """Absolute; where journey files are looked for."""
    tags: tuple[str, ...]
    environment: str | None
    params: tuple[str, ...]
    retries: int | None
    concurrency: int
    capture: dict[str, str]
    reports: tuple[str, ...]
    output: str | None
    updating_baselines: bool
    headed: bool
    debugger: bool

    @property
    def must_be_checked(self) -> bool:
        """Something was asked for that only the project knows."""
        return bool(self.environment or self.params or self.reports != DEFAULT_REPORTS)

    @property
    def by_hand(self) -> bool:
        """Somebody watches: journeys run in this process."""
        return self.headed or self.debugger


def read_wishes(config: pytest.Config) -> Wishes:
    """From the command line and pytest's settings; pytest.UsageError names what cannot be."""
    option = config.getoption
    capture = {name: option(f"tracer_{name}") for name in ("screenshots", "har", "trace", "video")}
    if option("tracer_concurrency") < 1:
        raise pytest.UsageError("--tracer-concurrency is at least 1.")
    return Wishes(
        folders=_folders(config),
        tags=tuple(option("tracer_tag") or ()),
        environment=option("tracer_env"),
        params=tuple(option("tracer_param") or ()),
        retries=option("tracer_retries"),
        concurrency=option("tracer_concurrency"),
        capture={name: value for name, value in capture.items() if value},
        reports=tuple(option("tracer_report") or DEFAULT_REPORTS),
        output=option("tracer_output"),
        updating_baselines=option("tracer_update_baselines"),
        headed=bool(option("tracer_headed") or option("headed", default=False)),
        debugger=bool(option("usepdb")),
    )


def _folders(config: pytest.Config) -> tuple[Path, ...]:
    """Those of the command line, else of pytest's settings, else of tracer.toml, else `journeys`."""
    if given := config.getoption("tracer_journeys"):
        return tuple(_existing(config.invocation_params.dir / one, "--tracer-journeys") for one in given)
    base = config.inipath.parent if config.inipath else config.rootpath
    if set_ := config.getini("tracer_journeys"):
        return tuple(_existing(base / one, "tracer_journeys") for one in set_)
    return (config.rootpath / _folder_of_project(config.rootpath),)


def _existing(folder: Path, option: str) -> Path:
    if not folder.is_dir():
        raise pytest.UsageError(f"{option}: there is no folder {folder}. Write the folder that holds journey files.")
    return folder.resolve()


def _folder_of_project(project: Path) -> str:
    """What tracer.toml says; reading all of it would cost every start of pytest more than it is worth."""
    import tomllib

    try:
        return str(tomllib.loads((project / "tracer.toml").read_text(encoding="utf-8-sig")).get("journeys", "journeys"))
    except (OSError, ValueError):  # what is wrong with it is told when a journey is collected
        return DEFAULT_FOLDER
