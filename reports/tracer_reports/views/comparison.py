"""What was expected beside what was there."""

from __future__ import annotations

from dataclasses import dataclass

from tracer_reports.views.line_difference import DifferenceLine, difference_of_lines
from tracer_reports.views.shared_ends import Compared, cut_apart, whole
from tracer_runner.model.text import cap

VALUE = 4_000
"""Characters of one value: more than the engine keeps, so that what it says of its own cut is not cut."""


@dataclass(frozen=True)
class Comparison:
    """Either both values, or their lines where that tells more."""

    expected: Compared | None
    actual: Compared | None
    lines: tuple[DifferenceLine, ...] = ()

    @property
    def brief(self) -> bool:
        """Both fit into a sentence."""
        return not self.lines and not any("\n" in value.text for value in (self.expected, self.actual) if value)


def compare(expected: str | None, actual: str | None) -> Comparison | None:
    """None where neither is known."""
    if expected is None and actual is None:
        return None
    if expected is not None and actual is not None:
        if lines := difference_of_lines(expected, actual):
            return Comparison(expected=None, actual=None, lines=lines)
        return Comparison(*cut_apart(cap(expected, limit=VALUE), cap(actual, limit=VALUE)))
    return Comparison(
        expected=None if expected is None else whole(cap(expected, limit=VALUE)),
        actual=None if actual is None else whole(cap(actual, limit=VALUE)),
    )
