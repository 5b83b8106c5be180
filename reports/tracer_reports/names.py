"""What runs are called in a report."""

from __future__ import annotations

from collections import defaultdict

from tracer_reports.text import one_line
from tracer_runner.model.run import Batch, Run


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
