"""Observers: a line for each thing that happened, in the file that TRACER_EXAMPLE_LOGBOOK names."""

from __future__ import annotations

import os
from pathlib import Path

from tracer_runner.hooks import hookimpl
from tracer_runner.model.alert import Alert
from tracer_runner.model.event import RunStarted, StepFinished
from tracer_runner.model.run import Run

FILE = "TRACER_EXAMPLE_LOGBOOK"


@hookimpl
def tracer_run_started(event: RunStarted) -> None:
    _write(f"{event.name}: started")


@hookimpl
def tracer_step_finished(event: StepFinished) -> None:
    _write(f"  {event.step.name}: {event.step.status}")


@hookimpl
def tracer_run_finished(run: Run) -> None:
    _write(f"{run.name}: {run.status}")


@hookimpl
def tracer_alert_changed(alert: Alert) -> None:
    _write(f"{alert.target.name}: alert {alert.status}")


def _write(line: str) -> None:
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(" ".join(line.splitlines()) + "\n")
