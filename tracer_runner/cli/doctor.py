"""`tracer doctor`: look at everything a run needs, and say of each what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tracer_runner.hooks import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracer_runner.engine.checkup import Finding

STYLES = {"ok": "green", "warn": "yellow", "fail": "red"}


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command("doctor")(doctor)


def doctor() -> None:
    """Look at everything a run needs, and say of each what to do.

    Exit code 0 when journeys can run, 4 when they cannot.
    """
    from tracer_runner.engine.checkup import check_up

    raise typer.Exit(show(check_up()))


def show(findings: Iterable[Finding]) -> int:
    """Print each finding as it comes; the exit code."""
    from rich.console import Console
    from rich.text import Text

    from tracer_runner.cli.main import COULD_NOT_LOOK, PASSED

    console = Console(soft_wrap=True, highlight=False)
    failed = False
    for finding in findings:
        failed |= finding.verdict == "fail"
        line = Text(f"{finding.verdict:<5}", STYLES[finding.verdict])
        console.print(line.append(f"{finding.what}: {finding.seen}", "default"))
        if finding.advice:
            console.print(Text(f"      -> {finding.advice}"))
    console.print("Journeys cannot run here yet." if failed else "Journeys can run here.")
    return COULD_NOT_LOOK if failed else PASSED
