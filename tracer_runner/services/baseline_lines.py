"""What became of baselines that were updated, as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from tracer_runner.model.event import BaselineKept
from tracer_runner.model.run import Batch
from tracer_runner.model.status import GOOD

ORDER: tuple[Literal["new", "changed", "unchanged", "unused"], ...] = ("new", "changed", "unchanged", "unused")


def update_lines(batch: Batch, kept: Sequence[BaselineKept]) -> Iterator[str]:
    """A line for each baseline, one for each journey that ended otherwise, and how many there were of which kind."""
    for event in sorted(kept, key=lambda event: (ORDER.index(event.change), event.path)):
        yield f"{event.change:<11}{event.path}"
    for run in batch.runs:
        if run.status not in GOOD:
            yield f"{run.name} did not pass ({run.status}): its baselines were left as they were."
    counts = Counter(event.change for event in kept)
    told = ", ".join(f"{counts[change]} {change}" for change in ORDER if counts[change])
    yield f"Baselines: {told or 'none was asked for'}."
    if counts["unused"]:
        yield "Those unused were asked for by no check of their journeys; delete them if nothing else needs them."
