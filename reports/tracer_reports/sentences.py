"""What happened, in words: the sentences all reports share."""

from __future__ import annotations

from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Batch, Error, Run, StepResult
from tracer_runner.model.status import WORST_FIRST, RunStatus, StepStatus
from tracer_runner.model.text import counted, one_line

BROKEN = (RunStatus.FAILED, RunStatus.ERROR)

_ENDED = {
    RunStatus.FAILED: ("failed", "failed"),
    RunStatus.ERROR: ("could not be checked", "could not be checked"),
    RunStatus.CANCELLED: ("was cancelled", "were cancelled"),
    RunStatus.MISSED: ("was missed", "were missed"),
    RunStatus.RUNNING: ("is still running", "are still running"),
    RunStatus.QUEUED: ("has not begun", "have not begun"),
}
_SLOWER = ("slower than its budget", "slower than their budgets")


def batch_verdict(batch: Batch) -> str:
    """How the batch ended: `1 of 4 journeys failed, 1 could not be checked`."""
    return ", ".join(verdict_parts(batch))


def verdict_parts(batch: Batch) -> list[str]:
    """How the batch ended, the worst first: `1 of 4 journeys failed`, `1 could not be checked`."""
    lead, *rest = [_single_verdict(batch.runs[0])] if len(batch.runs) == 1 else _set_verdict(batch)
    return [f"Interrupted: {lead}" if batch.interrupted else lead, *rest]


def run_verdict(run: Run) -> str:
    """How the run ended, in one sentence."""
    if run.status in BROKEN:
        return _broken_verdict(run)
    if run.status is RunStatus.DEGRADED:
        return _degraded_verdict(run)
    if run.status is RunStatus.PASSED:
        return _passed_verdict(run)
    return {
        RunStatus.CANCELLED: "It was cancelled before it ended.",
        RunStatus.MISSED: "Its time passed without a worker that could run it.",
        RunStatus.RUNNING: "It has not ended.",
        RunStatus.QUEUED: "It has not begun.",
    }[run.status]


def error_of(run: Run) -> Error | None:
    """The error that decided."""
    return run.error or (run.last.error if run.last else None)


def reason(error: Error) -> str:
    """The first line of the error's message."""
    return one_line(error.message.strip().partition("\n")[0], limit=300) or one_line(error.class_, limit=120)


def over_budget(step: StepResult) -> bool:
    """Whether the step took longer than its budget."""
    return step.budget_ms is not None and step.duration_ms > step.budget_ms


def worst_first(batch: Batch) -> list[Run]:
    """The runs, those that need a look first; equal ones in their own order."""
    order = {status: place for place, status in enumerate(WORST_FIRST)}
    return sorted(batch.runs, key=lambda run: (order.get(run.status, len(order)), not run.flaky))


def _single_verdict(run: Run) -> str:
    name = one_line(run.name, limit=120) or one_line(run.journey, limit=120) or "The journey"
    if run.status is RunStatus.DEGRADED:
        return f"{name} passed, {_SLOWER[0]}"
    return f"{name} passed" if run.status is RunStatus.PASSED else f"{name} {_ENDED[run.status][0]}"


def _set_verdict(batch: Batch) -> list[str]:
    total = len(batch.runs)
    noun = "journey" if len({run.journey for run in batch.runs}) == total else "run"
    if not total:
        return ["No journey ran"]
    found = [(batch.count(status), words) for status, words in _ENDED.items() if batch.count(status)]
    slower = batch.count(RunStatus.DEGRADED)
    tail = [f"{slower} {_SLOWER[slower > 1]}"] if slower else []
    if not found:
        return [f"All {total} {noun}s passed", *tail]
    (number, words), *rest = found
    lead = f"{number} of {total} {noun}s" if number < total else f"All {total} {noun}s"
    return [f"{lead} {words[number > 1]}", *(f"{count} {each[count > 1]}" for count, each in rest), *tail]


def _broken_verdict(run: Run) -> str:
    error = error_of(run)
    if error is None:
        return "It failed, and left no error." if run.status is RunStatus.FAILED else "It could not be checked."
    if run.status is RunStatus.ERROR:
        where = f" in step “{one_line(error.step, limit=200)}”" if error.step else ""
        return f"It could not be checked{where}: {reason(error)}"
    if error.step:
        return f"Step “{one_line(error.step, limit=200)}” failed: {reason(error)}"
    return f"It failed: {reason(error)}"


def _degraded_verdict(run: Run) -> str:
    slow = [step for step in run.steps if over_budget(step)]
    if not slow:
        return "It passed, but a budget broke."
    parts = [
        f"“{one_line(step.name, limit=80)}” took {format_duration(step.duration_ms / 1000)}"
        f" (budget {format_duration((step.budget_ms or 0) / 1000)})"
        for step in slow[:3]
    ]
    more = f" and {counted(len(slow) - 3, 'more step')}" if len(slow) > 3 else ""
    return f"It passed, but {', '.join(parts)}{more}."


def _passed_verdict(run: Run) -> str:
    done = sum(step.status in (StepStatus.PASSED, StepStatus.DEGRADED) for step in run.steps)
    what = f"{counted(done, 'step')} passed" if done else "It passed"
    took = format_duration(run.duration_ms / 1000)
    again = f", on attempt {len(run.attempts)} of {len(run.attempts)}" if run.flaky else ""
    return f"{what} in {took}{again}."
