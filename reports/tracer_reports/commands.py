"""`tracer report`: make any report again from a result. Imported whenever `tracer` starts, so nothing heavy up here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracer_runner.hooks import hookimpl

if TYPE_CHECKING:
    from tracer_runner.hooks.contracts import Reporter


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `tracer report`."""
    app.command("report")(report)


def report(
    result: Annotated[Path, typer.Argument(metavar="RESULT.json", help="What a run wrote, or the folder it lies in.")],
    to: Annotated[
        str,
        typer.Option("--to", metavar="NAME", help="html, junit, ctrf, json, github, or the name of a plugin's report."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="PATH", help="Where to write. By default beside the result.", show_default=False
        ),
    ] = None,
) -> None:
    """Make a report from a result, without running anything again.

    Example: tracer report tracer-results/result.json --to junit
    """
    from tracer_reports.json import read_batch
    from tracer_runner.hooks.reporting import write_report

    reporter = _find(to)
    folder = result if result.is_dir() else result.parent
    path = _target(reporter, output=output, folder=folder)
    batch = read_batch(result)
    line = write_report(reporter, batch, folder=folder, path=path)
    if line:
        typer.echo(line)


def _find(name: str) -> Reporter:
    from tracer_runner.errors import UsageError
    from tracer_runner.hooks.manager import load_project_registry

    known = load_project_registry(warn=_warn).reporters
    if name not in known:
        raise UsageError(f"There is no report {name!r}.", hint=f"Use one of: {', '.join(sorted(known))}.")
    return known[name]


def _target(reporter: Reporter, *, output: Path | None, folder: Path) -> Path | None:
    from tracer_runner.errors import UsageError

    if reporter.filename is None:
        if output is not None:
            raise UsageError(f"The report {reporter.name!r} takes no path.", hint="Leave out --output.")
        return None
    if output is None:
        return folder / reporter.filename
    path = output / reporter.filename if output.is_dir() else output
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        from tracer_reports.files import unwritable

        raise unwritable(path, fault=fault) from fault
    return path


def _warn(message: str) -> None:
    typer.echo(message, err=True)
