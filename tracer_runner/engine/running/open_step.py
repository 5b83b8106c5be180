"""A step that has begun, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracer_runner.engine.running.deadlines import StepTimeout
from tracer_runner.engine.running.faults import Fault
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import AssertionResult, StepResult
from tracer_runner.model.status import RunStatus, StepStatus

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tracer_runner.engine.authoring import StepOptions
    from tracer_runner.engine.running.evidence import Observation


@dataclass
class OpenStep:
    """A step that has begun."""

    index: int
    options: StepOptions
    parent: OpenStep | None
    source: SourceRef | None
    started: float
    limit: AbstractContextManager[None]
    seconds: float
    """How long it may take since it began; each try has its own time."""
    timeout: StepTimeout
    faults_before: int
    """How many faults there were when it began."""
    excluded: float = 0.0
    """Seconds since it began that are not the user's: evidence and stalls."""
    stalled: float = 0.0
    tries: int = 1
    assertions: list[AssertionResult] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{self.parent.path} / {self.options.name}" if self.parent else self.options.name

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0

    def result(
        self, *, duration: float, evidence: float, seen: Observation, fault: Fault | None, offset_ms: float
    ) -> StepResult:
        """What it gave; `duration` and `evidence` in seconds."""
        budget = self.options.budget
        over = budget is not None and duration > budget
        return StepResult(
            index=self.index,
            name=self.options.name,
            parent=self.parent.index if self.parent else None,
            depth=self.depth,
            status=_status(fault, over=over),
            source=self.source,
            offset_ms=offset_ms,
            duration_ms=duration * 1000,
            evidence_ms=evidence * 1000,
            stalled_ms=self.stalled * 1000,
            budget_ms=budget * 1000 if budget is not None else None,
            soft=self.options.soft,
            tries=self.tries,
            error=fault.error if fault else None,
            assertions=tuple(self.assertions),
            page_url=seen.url,
            page_title=seen.title,
            screenshot=seen.screenshot,
        )


def _status(fault: Fault | None, *, over: bool) -> StepStatus:
    if fault is None:
        return StepStatus.DEGRADED if over else StepStatus.PASSED
    return {RunStatus.ERROR: StepStatus.ERROR, RunStatus.CANCELLED: StepStatus.CANCELLED}.get(
        fault.status, StepStatus.FAILED
    )
