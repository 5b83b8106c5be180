"""An attempt that is over, as the record of it."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from tracer_runner.engine.running.faults import safe_text
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.model.run import Artifact, Attempt, ConsoleMessage, Error, Network, WebVitals
from tracer_runner.model.status import RunStatus, StepStatus


class Left(Protocol):
    """What the pages of an attempt left behind."""

    @property
    def browser_version(self) -> str | None:
        """`chromium 156.0.8078.79`; None without a browser."""

    @property
    def artifacts(self) -> Sequence[Artifact]:
        """The files."""

    def console(self) -> tuple[ConsoleMessage, ...]:
        """What pages wrote."""

    def network(self, started_at: datetime) -> Network | None:
        """What was asked of the network; `started_at` is the moment offsets count from."""

    def vitals(self) -> tuple[WebVitals, ...]:
        """Of each page visited."""


def finished_attempt(recorder: Recorder, left: Left, *, number: int, output: str) -> Attempt:
    """What it did, and what it left. The first fault decides."""
    network, console = left.network(recorder.started_at), left.console()
    return Attempt(
        number=number,
        status=_status(recorder),
        started_at=recorder.started_at,
        finished_at=datetime.now(UTC),
        duration_ms=recorder.duration_ms(),
        steps=tuple(sorted(recorder.steps, key=lambda step: step.index)),
        assertions=tuple(recorder.assertions),
        error=recorder.faults[0].error if recorder.faults else None,
        other_errors=tuple(fault.error for fault in recorder.faults[1:]),
        warnings=tuple(recorder.warnings),
        console=console,
        network=network,
        vitals=left.vitals(),
        artifacts=tuple(left.artifacts),
        output=output,
        browser_version=left.browser_version,
    )


def broken_attempt(escaped: BaseException, recorder: Recorder, left: Left, *, number: int, output: str) -> Attempt:
    """The engine itself failed: an error, whatever the journey did."""
    error = Error(
        class_="EngineError",
        message=f"tracer's engine failed: {type(escaped).__name__}: {safe_text(escaped)}",
        traceback="".join(traceback.format_exception(escaped)),
        hint="This is not the journey's fault. Please report it.",
    )
    return Attempt(
        number=number,
        status=RunStatus.ERROR,
        started_at=recorder.started_at,
        finished_at=datetime.now(UTC),
        duration_ms=0,
        steps=tuple(recorder.steps),
        error=error,
        other_errors=tuple(fault.error for fault in recorder.faults),
        artifacts=tuple(left.artifacts),
        output=output,
    )


def _status(recorder: Recorder) -> RunStatus:
    if recorder.faults:
        return recorder.faults[0].status
    over = any(step.status is StepStatus.DEGRADED for step in recorder.steps)
    return RunStatus.DEGRADED if over else RunStatus.PASSED
