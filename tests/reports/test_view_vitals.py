from __future__ import annotations

import pytest
from tracer_reports.views.vitals import THRESHOLDS, rate, view_vitals

from tracer_runner.model.run import WebVitals


@pytest.mark.parametrize(
    ("field", "good", "poor"),
    [("lcp_ms", 2500, 4000), ("fcp_ms", 1800, 3000), ("cls", 0.1, 0.25), ("ttfb_ms", 800, 1800), ("inp_ms", 200, 500)],
)
def test_each_vital_is_rated_by_the_usual_thresholds(field: str, good: float, poor: float) -> None:
    threshold = next(each for each in THRESHOLDS if each.field == field)
    rated = [rate(value, threshold=threshold) for value in (good, good * 1.01, poor, poor * 1.01)]
    assert rated == ["good", "fair", "fair", "poor"]


def test_values_are_shown_with_their_unit_and_those_not_measured_are_left_out() -> None:
    (page,) = view_vitals([WebVitals(url="http://x", lcp_ms=2600, cls=0.0)])
    assert [(vital.label, vital.value, vital.words) for vital in page.vitals] == [
        ("LCP", "2.6 s", "needs improvement"),
        ("CLS", "0", "good"),
    ]


def test_a_page_without_any_value_is_not_shown() -> None:
    assert view_vitals([WebVitals(url="http://x")]) == ()
