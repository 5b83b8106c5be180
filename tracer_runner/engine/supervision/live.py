"""An attempt as its supervisor sees it: what it has told so far, and when it must be over."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tracer_runner.engine.protocol import SETUP_SECONDS, SUPERVISOR_GRACE, Execute, Message
from tracer_runner.model.event import ArtifactSaved, AttemptStarted, LogLine, Stalled, StepFinished, StepStarted
from tracer_runner.model.run import Artifact, Attempt, Error, SourceExcerpt, StepResult
from tracer_runner.model.status import RunStatus, StepStatus

BLOCKED_GRACE = 0.5
"""Seconds past its step's deadline that a journey may block its runner."""


@dataclass
class Live:
    """One attempt in a runner."""

    request: Execute
    alone: bool = False
    """Nothing may run beside it."""
    sent: float = field(default_factory=time.monotonic)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    begun: float | None = None
    stalled: float = 0.0
    """Seconds others blocked the runner."""
    blocking: Stalled | None = None
    """It blocks the runner now."""
    steps: list[StepResult] = field(default_factory=list)
    artifacts: list[Artifact] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    cancelled_at: float | None = None
    _open: dict[int, tuple[StepStarted, float]] = field(default_factory=dict)

    def take(self, message: Message) -> None:
        """Note what the attempt told."""
        if isinstance(message, AttemptStarted):
            self.begun, self.started_at = time.monotonic(), message.at
        elif isinstance(message, StepStarted):
            self._open[message.index] = (message, time.monotonic())
        elif isinstance(message, StepFinished):
            self._open.pop(message.step.index, None)
            self.steps.append(message.step)
        elif isinstance(message, ArtifactSaved):
            self.artifacts.append(message.artifact)
        elif isinstance(message, LogLine):
            self.output.append(message.text)
        elif isinstance(message, Stalled):
            self.blocking = message if message.ongoing else None

    def must_end_by(self) -> float:
        """The monotonic moment at which the supervisor ends its runner."""
        if self.cancelled_at is not None:
            return self.cancelled_at + SUPERVISOR_GRACE
        if self.begun is None:
            return self.sent + SETUP_SECONDS + SUPERVISOR_GRACE + self.stalled
        by = self.begun + self.request.limits.journey + SUPERVISOR_GRACE + self.stalled
        return min(by, self._blocked_until()) if self.blocking else by

    def stopped(self) -> Attempt:
        """The attempt, when everything was stopped at once."""
        return self._ended_early(class_="Cancelled", message="The run was stopped at once.", status=RunStatus.CANCELLED)

    def lost(self) -> Attempt:
        """The attempt, when its runner went down and it is not known to be its doing."""
        return self._ended_early(class_="RunnerLost", message="Its runner process died.", status=RunStatus.ERROR)

    def hung(self) -> Attempt:
        """The attempt, when it made its runner hang."""
        limit = self.request.limits.journey
        if self.blocking and self.blocking.plugin:
            return self._ended_early(
                class_="PluginError",
                message=f"A check of the plugin {self.blocking.plugin} blocked the runner past the step's deadline.",
                status=RunStatus.ERROR,
                hint="Its authors can let such work go on beside journeys: observation.blocking(…).",
            )
        if self.blocking:
            stalled = self.blocking
            where = f"{stalled.source}: {stalled.code}" if stalled.source else "The journey"
            return self._ended_early(
                class_="Blocked",
                message=f"{where} blocked the runner past its deadline.",
                status=RunStatus.FAILED,
                hint="Use `page.wait_for_timeout(…)` to wait, and `run.blocking(…)` for code that blocks.",
            )
        if self.cancelled_at is not None:
            return self._ended_early(class_="Cancelled", message="The run was cancelled.", status=RunStatus.CANCELLED)
        if self.begun is None:
            message = "The browser did not open a page in time."
            return self._ended_early(class_="BrowserUnavailable", message=message, status=RunStatus.ERROR)
        message = f"The journey did not end {limit:g} s after it began, and could not be interrupted."
        return self._ended_early(class_="JourneyTimeout", message=message, status=RunStatus.FAILED)

    def _ended_early(self, *, class_: str, message: str, status: RunStatus, hint: str | None = None) -> Attempt:
        """The attempt, from what had been told when its runner was ended or died."""
        step = self._innermost()
        error = Error(
            class_=class_,
            message=message,
            step=step.name if step else None,
            source=self._where(step),
            page_url=next((done.page_url for done in reversed(self.steps) if done.page_url), None),
            hint=hint,
        )
        now = datetime.now(UTC)
        return Attempt(
            number=self.request.number,
            status=status,
            started_at=self.started_at,
            finished_at=now,
            duration_ms=(now - self.started_at).total_seconds() * 1000,
            steps=(
                *self.steps,
                *(self._cut(open_step, since, error, status) for open_step, since in self._open.values()),
            ),
            error=error,
            warnings=(
                "Its runner was ended, so this is only what had arrived until then: no HAR, trace, console or vitals.",
            ),
            artifacts=tuple(self.artifacts),
            output="\n".join(self.output),
        )

    def _innermost(self) -> StepStarted | None:
        return self._open[max(self._open)][0] if self._open else None

    def _blocked_until(self) -> float:
        if not self._open:
            assert self.begun is not None
            return self.begun + self.request.limits.journey + BLOCKED_GRACE
        ends = (since + step.timeout_ms / 1000 for step, since in self._open.values())
        return min(ends) + self.stalled + BLOCKED_GRACE

    def _where(self, step: StepStarted | None) -> SourceExcerpt | None:
        source = self.blocking.source if self.blocking else step.source if step else self.request.journey.source
        if source is None:
            return None
        code = self.blocking.code if self.blocking else None
        return SourceExcerpt(file=source.file, line=source.line, first_line=source.line, lines=(code,) if code else ())

    def _cut(self, step: StepStarted, since: float, error: Error, status: RunStatus) -> StepResult:
        statuses = {RunStatus.FAILED: StepStatus.FAILED, RunStatus.CANCELLED: StepStatus.CANCELLED}
        return StepResult(
            index=step.index,
            name=step.name,
            parent=step.parent,
            depth=step.depth,
            status=statuses.get(status, StepStatus.ERROR),
            source=step.source,
            offset_ms=step.offset_ms,
            duration_ms=(time.monotonic() - since) * 1000,
            error=error,
        )
