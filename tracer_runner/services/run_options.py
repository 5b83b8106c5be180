"""Options of `tracer run` that need more than their type to be understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import get_args

from tracer_runner.engine.run_request import CaptureOptions
from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.suggestion import suggest

NO_REPORT = "none"


def parse_params(given: Sequence[str], *, option: str = "--param") -> dict[str, str]:
    """`--param k=v`; the last one of a name wins. `option` is what it is called where it was given."""
    params = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(
                f"{option} {text!r} is not of the form NAME=VALUE.",
                hint=f"Example: {option} base_url=http://127.0.0.1:8700",
            )
        params[name] = value
    return params


def parse_reports(
    given: Sequence[str],
    *,
    registry: Registry,
    disabled: Collection[str],
    output: Path,
    option: str = "--report",
) -> tuple[tuple[Reporter, Path | None], ...]:
    """`--report html=PATH,junit`: each reporter with where it writes.

    `disabled`: names of plugins; `option` is what it is called where it was given.
    """
    wanted = [part.strip() for text in given for part in text.split(",") if part.strip()]
    return tuple(
        _report(part, registry=registry, disabled=disabled, output=output, option=option)
        for part in wanted
        if part != NO_REPORT
    )


def capture_options(given: Mapping[str, str]) -> Mapping[str, str]:
    """`--trace`, `--video`, …, each with a value it knows."""
    for name, value in given.items():
        known = get_args(CaptureOptions.model_fields[name].annotation)
        if value not in known:
            raise UsageError(f"--{name} {value!r} is not known.", hint=f"Use one of {', '.join(known)}.")
    return given


def _report(
    text: str, *, registry: Registry, disabled: Collection[str], output: Path, option: str
) -> tuple[Reporter, Path | None]:
    name, equals, path = text.partition("=")
    reporter = registry.reporters.get(name)
    if reporter is None:
        raise _no_report(name, registry=registry, disabled=disabled)
    if equals and reporter.filename is None:
        raise UsageError(f"The report {name!r} takes no path.", hint=f"Write {option} {name}")
    if equals and not path:
        raise UsageError(f"{option} {text!r} names no path.", hint=f"Write {option} {name}=PATH, or {option} {name}")
    if reporter.filename is None:
        return reporter, None
    target = Path(path).absolute() if path else output / reporter.filename
    if target.is_dir():
        raise UsageError(
            f"{option} {name}: {target} is a folder.", hint=f"Name a file: {option} {name}={path}/{reporter.filename}"
        )
    return reporter, target


def _no_report(name: str, *, registry: Registry, disabled: Collection[str]) -> UsageError:
    off = next((plugin for plugin in sorted(disabled) if name == plugin.rpartition(":")[2]), None)
    if off is None:
        return UsageError(
            f"There is no report {name!r}: {suggest(name, known=[*registry.reporters, NO_REPORT])}",
            hint=f"These plugins are switched off: {', '.join(sorted(disabled))}." if disabled else None,
        )
    return UsageError(
        f"There is no report {name!r}: its plugin is switched off by --no-plugin {off}, "
        "or by [plugins] disabled in tracer.toml.",
        hint=f"Use the plugin, or another report: --report {NO_REPORT}",
    )
