"""The step in which an attempt broke, and the picture nearest to that moment."""

from __future__ import annotations

from tracer_reports.names import step_paths
from tracer_runner.model.run import ArtifactKind, Attempt, StepResult
from tracer_runner.model.status import StepStatus

_BROKEN = (StepStatus.FAILED, StepStatus.ERROR)


def broken_step(attempt: Attempt) -> StepResult | None:
    """The innermost step that the attempt's error arose in."""
    error = attempt.error
    broken = [
        (step, path) for step, path in zip(attempt.steps, step_paths(attempt), strict=True) if step.status in _BROKEN
    ]
    same = [step for step, _ in broken if error is not None and step.error == error]
    named = [step for step, path in broken if error is not None and path == error.step]
    candidates = same or named or ([] if error is not None and error.step is None else [step for step, _ in broken])
    return max(candidates, key=lambda step: (step.depth, -step.index), default=None)


def last_picture(attempt: Attempt) -> str | None:
    """What a page showed in the end, where an attempt broke outside of any step."""
    if attempt.error is None or attempt.error.step is not None:
        return None
    ends = [each.path for each in attempt.artifacts if each.kind is ArtifactKind.SCREENSHOT and each.step is None]
    return ends[-1] if ends else None


def moment_step(attempt: Attempt) -> StepResult | None:
    """The step whose picture shows the moment: the broken one, one around it, or the last pictured before it."""
    by_index = {step.index: step for step in attempt.steps}
    broken = step = broken_step(attempt)
    seen: set[int] = set()
    while step is not None and step.index not in seen:
        if step.screenshot:
            return step
        seen.add(step.index)
        step = by_index.get(step.parent) if step.parent is not None else None
    pictured = [each for each in attempt.steps if each.screenshot and (not broken or each.index < broken.index)]
    return max(pictured, key=lambda each: each.index, default=None)
