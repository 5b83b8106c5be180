"""`tracer logbook`: what the observer wrote."""

from __future__ import annotations

import os

import typer

from tracer_runner.hooks import hookimpl


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `logbook`."""
    app.command("logbook")(logbook)


def logbook() -> None:
    """Show the logbook, the last lines first."""
    from pathlib import Path

    from tracer_example.logbook import FILE

    path = Path(os.environ.get(FILE, ""))
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in reversed(lines):
        typer.echo(line)
