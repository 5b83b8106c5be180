"""What runs and steps are called in a report."""

from __future__ import annotations

from collections import defaultdict

from tracer_runner.model.run import Attempt, Batch, Run, StepResult
from tracer_runner.model.text import one_line


class Names:
    """The names of a batch's runs; one journey run in several places has several."""

    def __init__(self, batch: Batch) -> None:
        self._locations: defaultdict[str, set[str]] = defaultdict(set)
        self._environments: defaultdict[str, set[str | None]] = defaultdict(set)
        for run in batch.runs:
            self._locations[run.journey].add(run.location)
            self._environments[run.journey].add(run.environment)

    def of(self, run: Run) -> str:
        """`Checkout`, or `Checkout (eu-west, staging)` where the batch has it elsewhere too."""
        name = one_line(run.name, limit=200) or one_line(run.journey, limit=200) or "(no name)"
        marks = []
        if len(self._locations[run.journey]) > 1:
            marks.append(one_line(run.location, limit=60))
        if len(self._environments[run.journey]) > 1:
            marks.append(one_line(run.environment or "no environment", limit=60))
        return f"{name} ({', '.join(marks)})" if marks else name


def step_paths(attempt: Attempt) -> list[str]:
    """The name of each step with those around it, `Pay / Confirm`, in the order of the steps."""
    by_index = {step.index: step for step in attempt.steps}
    return [
        " / ".join(one_line(each.name, limit=200) for each in _around(step, by_index=by_index))
        for step in attempt.steps
    ]


def _around(step: StepResult, *, by_index: dict[int, StepResult]) -> list[StepResult]:
    """The step and those around it, the outermost first; at most ten, should they form a ring."""
    found = [step]
    while step.parent in by_index and len(found) < 10 and step.parent is not None:
        step = by_index[step.parent]
        found.append(step)
    return found[::-1]
