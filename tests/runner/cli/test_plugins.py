"""`tracer plugins list` and `info`: every plugin there is, also those that are broken."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.runner.hooks.distributions import Distributions
from tracer_runner.cli.main import main

Command = Callable[..., int]
GOOD = '''
from pydantic import BaseModel, Field, SecretStr
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Verdict

class Parameters(BaseModel, extra="forbid"):
    at_most: int = Field(default=3, description="So many may be there.")
    words: list[str] | None = None

class Images:
    """Counts pictures."""
    name, subject, operators, observes, parameters = "images", "page", ("at_most",), frozenset(), Parameters
    def examine(self, observation, parameters): return Verdict(passed=True, message="All well.")

class Config(BaseModel):
    url: str
    token: SecretStr = SecretStr("hunter2-is-secret")
    """From the settings of the receiver."""
    kind: str | None = "news"

class Pigeon:
    name, title, config = "pigeon", "Carrier pigeon", Config
    def send(self, message, client, *, config): ...

@hookimpl
def tracer_register_assertions(): return [Images()]

@hookimpl
def tracer_register_channels(): return [Pigeon()]

@hookimpl
def tracer_run_finished(run): ...
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "images.py").write_text(GOOD, encoding="utf-8")
    (tmp_path / "tracer.toml").write_text('[plugins]\nfiles = ["plugins/images.py"]\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line and gives its exit code."""

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["tracer", "plugins", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def settings(folder: Path, *files: str, disabled: tuple[str, ...] = ()) -> None:
    text = f"[plugins]\nfiles = {json.dumps(files)}\ndisabled = {json.dumps(disabled)}\n"
    (folder / "tracer.toml").write_text(text, encoding="utf-8")


def rows(output: str) -> dict[str, list[str]]:
    return {line.split("\t")[0]: line.split("\t")[1:] for line in output.splitlines()}


@pytest.mark.usefixtures("folder")
def test_through_a_pipe_each_plugin_is_one_line_with_where_it_is_from_and_what_it_gives(
    tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("list") == 0
    found = rows(capsys.readouterr().out)
    assert found["project:images"] == [
        "plugins/images.py",
        "assertion images; channel type pigeon; observes run_finished",
        "used",
    ]
    assert found["tracer-runner:html"] == ["tracer-runner 0.1.0", "reporter html", "used"]
    assert found["tracer-runner:answer_time"][1] == "assertion response_time", "of several subjects, and there once"
    assert found["tracer-runner:browsers"][1] == "command browsers list, browsers install"


def test_what_is_not_used_says_why(folder: Path, tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    for name, code in {"breaks": "1 / 0", "clashes": GOOD, "silent": "x = 1"}.items():
        (folder / "plugins" / f"{name}.py").write_text(code, encoding="utf-8")
    files = [f"plugins/{name}.py" for name in ("images", "breaks", "clashes", "silent", "gone")]
    settings(folder, *files, disabled=("junit", "nobody"))
    assert tracer("list") == 0
    states = {name: cells[2] for name, cells in rows(capsys.readouterr().out).items()}
    assert states["tracer-runner:junit"] == "disabled: [plugins] disabled in tracer.toml names it."
    assert states["project:breaks"].startswith("broken: Plugin project:breaks cannot be imported: ZeroDivisionError")
    assert "registered twice: by project:clashes and by project:images" in states["project:images"]
    assert "implements no hook" in states["project:silent"]
    assert "there is no Python file" in states["project:gone"]
    assert states["tracer-runner:html"] == "used"


def test_an_installed_plugin_that_lacks_something_is_left_out(
    folder: Path, tracer: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(folder))
    Distributions(folder).install("tracer-needy", "import no_such_module_anywhere")
    Distributions(folder).install("tracer-loud", "import no_such_module_anywhere", group="tracer.commands")
    assert tracer("list") == 0
    found = rows(capsys.readouterr().out)
    reason = "left out: ModuleNotFoundError: No module named 'no_such_module_anywhere'"
    assert found["tracer-needy:tracer-needy"] == ["tracer-needy 1.0", "-", reason]
    assert found["tracer-loud:tracer-loud"][2] == reason


@pytest.mark.usefixtures("folder")
def test_on_a_terminal_it_is_a_table(tracer: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert tracer("list") == 0
    lines = [" ".join(line.split()) for line in re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()]
    assert lines[0] == "Plugin From Gives State"
    assert "tracer-runner:html tracer-runner 0.1.0 reporter html used" in lines


@pytest.mark.usefixtures("folder")
def test_json_has_everything_a_program_may_ask_for(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracer("list", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema_version"] == 1
    plugin: dict[str, Any] = next(one for one in data["plugins"] if one["name"] == "project:images")
    assert set(plugin) == {"name", "group", "source", "module", "state", "reasons", "hooks", "objects"}
    images, pigeon = plugin["objects"]
    assert images["traits"] == {"subject": "page", "operators": ["at_most"], "observes": []}
    assert [(one["name"], one["type"], one["default"]) for one in images["fields"]] == [
        ("at_most", "whole number", 3),
        ("words", "list of text", None),
    ]
    assert pigeon["title"] == "Carrier pigeon"


@pytest.mark.parametrize("name", ["images", "project:images", "pigeon"])
@pytest.mark.usefixtures("folder")
def test_info_tells_everything_about_one(tracer: Command, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert tracer("info", name) == 0
    told = capsys.readouterr().out
    assert told == INFO
    assert "hunter2" not in told


INFO = """\
project:images
  from:   plugins/images.py
  module: images
  group:  tracer
  state:  used
  hooks:  tracer_register_assertions, tracer_register_channels, tracer_run_finished

  assertion images: Counts pictures.
    subject: page
    operators: at_most
    - at_most: whole number, default 3
        So many may be there.
    - words: list of text

  channel type pigeon: Carrier pigeon
    - url: text, required
    - token: secret
        From the settings of the receiver.
    - kind: text, default "news"
"""


def test_info_tells_of_a_broken_one_why(folder: Path, tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plugins" / "images.py").write_text("import sys\nsys.exit(0)", encoding="utf-8")
    assert tracer("info", "images") == 0
    told = capsys.readouterr().out
    assert "state:  broken" in told
    assert "Plugin project:images cannot be imported: SystemExit: 0" in told


def test_an_object_that_cannot_be_described_does_not_end_the_command(
    folder: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code = GOOD.replace("words: list[str] | None = None", "words: type | None = None\n    what: object = object()")
    (folder / "plugins" / "images.py").write_text(code, encoding="utf-8")
    assert tracer("info", "images") == 0
    told = capsys.readouterr().out
    assert "state:  broken" in told
    assert "cannot be described" in told


def test_what_json_cannot_hold_and_what_may_be_secret_does_not_end_the_command_and_is_not_shown(
    folder: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code = """
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ContextOption

@hookimpl
def tracer_register_context_options():
    yield ContextOption(name="locale", value="en-GB")
    yield ContextOption(name="http_credentials", value={"username": "ada", "password": "hunter2"})
    yield ContextOption(name="proxy", value=object())
"""
    (folder / "plugins" / "images.py").write_text(code, encoding="utf-8")
    assert tracer("list", "--json") == 0
    told = capsys.readouterr().out
    assert "hunter2" not in told
    options = {one["name"]: one["traits"] for plugin in json.loads(told)["plugins"] for one in plugin["objects"]}
    assert options["locale"] == {"value": "en-GB"}
    assert options["http_credentials"] == options["proxy"] == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [("htlm", 'There is no plugin "htlm": did you mean "html"?'), ("qqq", 'There is no plugin "qqq": known: ')],
)
@pytest.mark.usefixtures("folder")
def test_a_name_that_is_not_known_is_told_with_exit_code_2(
    tracer: Command, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert tracer("info", name) == 2
    complaint = capsys.readouterr().err
    assert told in complaint
    assert "`tracer plugins list`" in complaint


@pytest.mark.usefixtures("folder")
def test_info_as_json_is_that_plugin_alone(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracer("info", "html", "--json") == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["plugins"]] == ["tracer-runner:html"]
