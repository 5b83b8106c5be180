"""An attempt that is over, as the record of it."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime

from tracer_runner.engine.running.faults import safe_text
from tracer_runner.engine.running.output import Printed
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.engine.running.stage import Stage
from tracer_runner.model.run import Attempt, Error
from tracer_runner.model.status import RunStatus, StepStatus


def finished_attempt(recorder: Recorder, stage: Stage, printed: Printed, *, number: int) -> Attempt:
    """What it did, and what it left. The first fault decides."""
    network, console = stage.recordings.network(recorder.started_at), stage.console()
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
        vitals=stage.vitals(),
        artifacts=tuple(stage.recordings.artifacts),
        output=printed.finish(),
        browser_version=stage.browser_version,
    )


def broken_attempt(
    escaped: BaseException, recorder: Recorder, stage: Stage, printed: Printed, *, number: int
) -> Attempt:
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
        artifacts=tuple(stage.recordings.artifacts),
        output=printed.finish(),
    )


def _status(recorder: Recorder) -> RunStatus:
    if recorder.faults:
        return recorder.faults[0].status
    over = any(step.status is StepStatus.DEGRADED for step in recorder.steps)
    return RunStatus.DEGRADED if over else RunStatus.PASSED
