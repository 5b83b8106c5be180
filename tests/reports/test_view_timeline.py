from __future__ import annotations

import pytest
from tracer_reports.views.timeline import ticks, view_timeline

from .samples import DEGRADED, FAILED, PASSED, SKIPPED, attempt_of, step_of


def test_bars_stand_where_and_as_long_as_their_steps_ran() -> None:
    steps = [step_of(0, "A", offset_ms=0, duration_ms=1000), step_of(1, "B", offset_ms=1000, duration_ms=3000)]
    rows = view_timeline(attempt_of(steps, duration_ms=4000)).rows
    assert [(row.bar.left, row.bar.width) for row in rows if row.bar] == [(0, 25), (25, 75)]


def test_steps_longer_than_the_attempt_stretch_the_axis_and_stay_on_it() -> None:
    steps = [step_of(0, "A", offset_ms=6000, duration_ms=2000), step_of(1, "B", offset_ms=8000, duration_ms=0)]
    for row in view_timeline(attempt_of(steps, duration_ms=100)).rows:
        assert row.bar is not None
        assert 0 <= row.bar.left < 100
        assert 0 < row.bar.width <= 100 - row.bar.left


def test_a_step_beyond_its_budget_is_marked_where_it_crossed_it() -> None:
    slow = step_of(0, "A", status=DEGRADED, offset_ms=0, duration_ms=2000, budget_ms=500)
    row = view_timeline(attempt_of([slow], duration_ms=2000)).rows[0]
    assert row.over_budget
    assert row.budget == "500 ms"
    assert row.bar is not None
    assert (row.bar.over, row.bar.budget) == (25, 25)


def test_a_step_within_its_budget_shows_the_budget_only_where_it_is_on_the_axis() -> None:
    steps = [step_of(0, "A", duration_ms=400, budget_ms=1000), step_of(1, "B", duration_ms=400, budget_ms=60_000)]
    first, second = (row.bar for row in view_timeline(attempt_of(steps, duration_ms=2000)).rows)
    assert first is not None
    assert second is not None
    assert (first.over, first.budget) == (None, 50)
    assert (second.over, second.budget) == (None, None)


def test_a_skipped_step_has_no_bar_and_no_duration() -> None:
    row = view_timeline(attempt_of([step_of(0, "A", status=SKIPPED)])).rows[0]
    assert row.bar is None
    assert row.duration is None


def test_what_is_not_counted_is_told() -> None:
    step = step_of(0, "A", evidence_ms=340, stalled_ms=1200, tries=3, soft=True)
    view = view_timeline(attempt_of([step]))
    assert view.footnote == "Taking pictures and reading facts (340 ms) is not counted."
    assert view.rows[0].notes == (
        "soft: the journey goes on when it fails",
        "3 tries",
        "1.2 s blocked by another journey, not counted",
        "340 ms for evidence, not counted",
    )


@pytest.mark.parametrize(
    ("total", "labels"),
    [
        (900, ["0", "200 ms", "400 ms", "600 ms", "800 ms"]),
        (4990, ["0", "1 s", "2 s", "3 s", "4 s"]),
        (10_000, ["0", "2 s", "4 s", "6 s", "8 s", "10 s"]),
        (300_000, ["0", "100 s", "3 min 20 s", "5 min"]),
    ],
)
def test_the_axis_has_round_moments(total: float, labels: list[str]) -> None:
    assert [tick.label for tick in ticks(total)] == labels


@pytest.mark.parametrize("total", [0, 0.3, 1, 7, 99, 101, 5555, 120_000, 86_400_000])
def test_the_axis_never_has_too_many_marks(total: float) -> None:
    found = ticks(total)
    assert 1 <= len(found) <= 6
    assert all(0 <= tick.place <= 100 for tick in found)


def test_of_too_many_steps_the_broken_ones_are_shown_and_the_rest_is_counted() -> None:
    steps = [step_of(index, f"S{index}", status=FAILED if index == 1999 else PASSED) for index in range(2000)]
    view = view_timeline(attempt_of(steps))
    assert [row.name for row in view.rows[-2:]] == ["S298", "S1999"]
    assert view.footnote == "1,700 more steps left out here."
