"""What one attempt did, step by step: the recorder behind `step`, `check`, `expect` and `assert`."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tracer_runner.engine.protocol import Limits, Message
from tracer_runner.engine.running.deadlines import Deadlines, StepTimeout
from tracer_runner.engine.running.faults import Fault, Judge, Sources, safe_text
from tracer_runner.engine.running.open_step import OpenStep
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.engine.running.watch import Watch
from tracer_runner.model.duration import format_duration
from tracer_runner.model.event import StepFinished, StepStarted
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import AssertionResult, StepResult

if TYPE_CHECKING:
    from types import FrameType

    from playwright.sync_api import Page

    from tracer_runner.engine.authoring import StepOptions

STEPS_LIMIT = 5_000
CURRENT: ContextVar[Recorder | None] = ContextVar("tracer_recorder", default=None)
"""The recorder of the attempt that is running in this context; None outside of one."""


class Recorder:
    """Collects step results, assertions and errors of one attempt."""

    def __init__(
        self,
        *,
        run_id: str,
        limits: Limits,
        deadlines: Deadlines,
        judge: Judge,
        sources: Sources,
        watch: Watch,
        emit: Callable[[Message], None],
        check: Callable[[str, tuple[Any, ...], dict[str, Any]], AssertionResult],
        scrubber: Scrubber,
        late_steps_fail: bool = False,
    ) -> None:
        """`check` examines one assertion of a plugin; `emit` tells the supervisor.

        `late_steps_fail`: nobody ends a step from outside that blocks past its time-out, so it fails when it ends.
        """
        self.run_id = run_id
        self.limits = limits
        self.deadlines = deadlines
        self.sources = sources
        self.scrubber = scrubber
        self.steps: list[StepResult] = []
        self.assertions: list[AssertionResult] = []
        self.faults: list[Fault] = []
        self.warnings: list[str] = []
        self.started_at = datetime.now(UTC)
        """What offsets count from: the moment the journey's function was called."""
        self.comparison: AssertionResult | None = None
        """The last comparison that an `assert` found false."""
        self._judge = judge
        self._watch = watch
        self._emit = emit
        self._check = check
        self._late_steps_fail = late_steps_fail
        self._open: list[OpenStep] = []
        self._begun = 0
        self._seen: list[tuple[BaseException, Fault]] = []
        self._started = time.monotonic()
        self._duration = self._excluded = 0.0
        self._looking = False
        self.retries = 0
        """How often a step was tried again."""

    def begin_clock(self, *, ago: float = 0.0) -> None:
        """The journey's function is about to be called, or was called so many seconds ago."""
        self.started_at = datetime.now(UTC) - timedelta(seconds=ago)
        self._started = time.monotonic() - ago
        self._excluded = 0.0

    def end_clock(self) -> None:
        """The journey's function has returned."""
        self._duration = self.elapsed()

    def elapsed(self) -> float:
        """Seconds since the journey's function was called, less what others took."""
        return time.monotonic() - self._started - self._excluded

    def duration_ms(self) -> float:
        """How long the journey's own code took: without evidence, and without stalls of others."""
        return max(0.0, self._duration) * 1000

    def begin(self, options: StepOptions, *, source: SourceRef | None) -> OpenStep:
        """A step begins here."""
        if self._begun >= STEPS_LIMIT:
            raise RuntimeError(f"The journey began more than {STEPS_LIMIT:,} steps: is one in an endless loop?")
        seconds = self.deadlines.cut(options.timeout or self.limits.step)
        parent = self._open[-1] if self._open else None
        reason = StepTimeout(f"The step {options.name!r} took longer than {format_duration(seconds)}.")
        step = OpenStep(
            index=self._begun,
            options=options,
            parent=parent,
            source=source,
            started=time.monotonic(),
            limit=self.deadlines.limit(seconds, reason),
            seconds=seconds,
            timeout=reason,
            faults_before=len(self.faults),
        )
        self._begun += 1
        self._open.append(step)
        self._emit(
            StepStarted(
                run_id=self.run_id,
                index=step.index,
                name=options.name,
                parent=parent.index if parent else None,
                depth=step.depth,
                timeout_ms=seconds * 1000,
                source=step.source,
                offset_ms=self.offset(step.started),
            )
        )
        step.limit.__enter__()
        return step

    def end(self, step: OpenStep, raised: BaseException | None) -> bool:
        """A step ends here. True when the run goes on although `raised` came out of it."""
        __tracebackhide__ = True
        step.limit.__exit__(None, None, None)
        self._watch.settle()
        duration = time.monotonic() - step.started - step.excluded
        loss = self._watch.loss(raised)
        late = step.timeout if raised is None and self._late_steps_fail and duration > step.seconds else None
        cause = loss or raised or late
        fault = self._fault(cause, step) if cause else None
        before, self._looking = time.monotonic(), True
        seen = self._watch.look(
            step=step.index, name=step.options.name, failed=fault is not None, screenshot=step.options.screenshot
        )
        evidence, self._looking = time.monotonic() - before, False
        # The page may have died without anybody having asked it since.
        if fault is None and (loss := self._watch.loss()):
            fault = self._fault(loss, step)
        self._open.remove(step)
        self.exclude(evidence)
        result = step.result(
            duration=duration, evidence=evidence, seen=seen, fault=fault, offset_ms=self.offset(step.started)
        )
        self.steps.append(result)
        self._emit(StepFinished(run_id=self.run_id, step=result))
        if loss and loss is not raised:
            raise loss
        if late and not step.options.soft:
            raise late
        return raised is not None and step.options.soft and _may_be_soft(raised, step)

    def again(self, step: OpenStep, raised: BaseException) -> bool:
        """Whether a step function that raised is tried once more; the step goes on if so."""
        retriable = isinstance(raised, Exception) or raised is step.timeout
        if step.tries > step.options.retries or not retriable or self._watch.lost():
            return False
        step.tries += 1
        self.retries += 1
        del self.faults[step.faults_before :]  # what broke inside the try that is made again is forgiven
        step.limit.__exit__(None, None, None)
        step.timeout = StepTimeout(str(step.timeout))
        seconds = self.deadlines.cut(step.options.timeout or self.limits.step)
        step.seconds = time.monotonic() - step.started - step.excluded + seconds
        step.limit = self.deadlines.limit(seconds, step.timeout)
        step.limit.__enter__()
        return True

    def check(self, name: str, subject: tuple[Any, ...], parameters: dict[str, Any], *, caller: FrameType) -> None:
        """`check.<name>(...)`; raises AssertionError when it does not hold."""
        __tracebackhide__ = True
        result = self._check(name, subject, parameters).model_copy(update={"source": self.sources.ref(caller)})
        self.record(result)
        if not result.passed:
            raised = AssertionError(result.message)
            raised.tracer_assertion = result  # type: ignore[attr-defined]
            raised.hint = result.hint  # type: ignore[attr-defined]
            if result.hint:
                raised.add_note(result.hint)
            raise raised

    def secret_typed(self, *, is_password: bool) -> None:
        """The journey typed a secret into a field, which a browser hides by itself only when it is for passwords."""
        if not is_password:
            self._watch.secret_shown()

    def record(self, assertion: AssertionResult) -> None:
        """An assertion was made."""
        (self._open[-1].assertions if self._open else self.assertions).append(assertion)

    def fail(self, raised: BaseException, *, inside: str | None = None) -> Fault:
        """Something came out of the journey, or of what is named `inside`; no exception is told twice."""
        return self._fault(raised, None, inside=inside)

    def uses(self, page: Page) -> None:
        """An expectation is about this page."""
        self._watch.uses(page)

    def stalled(self, seconds: float) -> None:
        """A neighbour blocked the runner for so long: no clock here ran meanwhile."""
        for step in self._open:
            step.stalled += seconds
        if not self._looking:  # the time that evidence takes is excluded as a whole
            self.exclude(seconds)
        self.deadlines.shift(seconds)

    def exclude(self, seconds: float) -> None:
        """Time that is not the user's counts neither for the journey nor for the steps that are open."""
        self._excluded += seconds
        for step in self._open:
            step.excluded += seconds

    def offset(self, moment: float) -> float:
        """Milliseconds from the start of the journey to this monotonic moment."""
        return (moment - self._started) * 1000

    def step_now(self) -> int | None:
        """The index of the innermost open step."""
        return self._open[-1].index if self._open else None

    def step_name(self) -> str | None:
        """The name of the innermost open step."""
        return self._open[-1].options.name if self._open else None

    def _fault(self, raised: BaseException, step: OpenStep | None, *, inside: str | None = None) -> Fault:
        known = next((fault for seen, fault in self._seen if seen is raised), None)
        if known:
            return known
        self._explain_assert(raised)
        fault = self._judge.judge(raised, step=step.path if step else None, page_url=self._watch.page_url())
        if inside:
            message = f"In {inside}: {fault.error.message}"
            fault = replace(fault, error=fault.error.model_copy(update={"message": message}))
        self._seen.append((raised, fault))
        self.faults.append(fault)
        return fault

    def _explain_assert(self, raised: BaseException) -> None:
        """A plain `assert` is told apart from `expect` and `check` by what they attached before."""
        if not isinstance(raised, AssertionError) or hasattr(raised, "tracer_assertion"):
            return
        text = safe_text(raised)
        message = text.split("\n")[0] or "The assertion does not hold."
        seen = self.comparison
        fits = seen is not None and seen.message in text
        assertion = AssertionResult(
            type="assert",
            passed=False,
            message=message,
            expected=seen.expected if seen and fits else None,
            actual=seen.actual if seen and fits else None,
            source=self.sources.raised_at(raised.__traceback__),
        )
        raised.tracer_assertion = assertion  # type: ignore[attr-defined]
        self.record(assertion)


def _may_be_soft(raised: BaseException, step: OpenStep) -> bool:
    return isinstance(raised, AssertionError | PlaywrightTimeout) or raised is step.timeout
