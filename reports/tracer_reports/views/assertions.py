"""The assertions of an attempt, those that did not hold first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracer_reports.pictures import Picture
from tracer_reports.views.comparison import Comparison, compare
from tracer_reports.views.failure import FailureView, TitledPicture, titled_pictures
from tracer_runner.model.run import AssertionResult, Attempt
from tracer_runner.model.text import cap, one_line

ROWS, MESSAGE = 200, 1_000


@dataclass(frozen=True)
class AssertionRow:
    step: str | None
    type: str
    passed: bool
    message: str
    comparison: Comparison | None
    """Not of one that held."""
    pictures: tuple[TitledPicture, ...]
    pictured_above: bool
    """A failure shows its pictures, and they are not put into the file twice."""
    source: str | None


def view_assertions(
    attempt: Attempt, *, failures: Iterable[FailureView], pictures: Mapping[str, Picture]
) -> tuple[AssertionRow, ...]:
    """`failures`: those that stand above on the page."""
    above = {each.picture.path for failure in failures for each in failure.pictures}
    found = [(step.name, each) for step in attempt.steps for each in step.assertions]
    found += [("", each) for each in attempt.assertions]
    found.sort(key=lambda pair: pair[1].passed)
    return tuple(
        _row(each, step=step, seen=titled_pictures(each, pictures=pictures), above=above) for step, each in found[:ROWS]
    )


def _row(result: AssertionResult, *, step: str, seen: tuple[TitledPicture, ...], above: set[str]) -> AssertionRow:
    fresh = tuple(each for each in seen if each.picture.path not in above)
    return AssertionRow(
        step=one_line(step, limit=120) if step else None,
        type=one_line(result.type, limit=80),
        passed=result.passed,
        message=cap(result.message, limit=MESSAGE),
        comparison=None if result.passed else compare(result.expected, result.actual),
        pictures=fresh,
        pictured_above=len(fresh) < len(seen),
        source=one_line(str(result.source), limit=300) if result.source else None,
    )
