from __future__ import annotations

from tracer_plugins.assertions.web_vitals import WebVitalsBudgets, WebVitalsParameters

from tracer_runner.model.run import WebVitals
from tracer_runner.testing import FakePage

URL = "http://127.0.0.1/"


def test_each_vital_over_its_budget_is_named_with_both_values() -> None:
    page = FakePage(vitals=WebVitals(url=URL, lcp_ms=3100, cls=0.31, ttfb_ms=80))
    verdict = WebVitalsBudgets().examine(page, WebVitalsParameters(lcp="2.5s", cls=0.1, ttfb="800ms"))
    assert not verdict.passed
    assert verdict.message == "LCP is 3.1 s, over its budget of 2.5 s. CLS is 0.31, over its budget of 0.1."
    assert verdict.expected == "LCP at most 2.5 s\nTTFB at most 800 ms\nCLS at most 0.1"
    assert verdict.actual == "LCP 3.1 s\nTTFB 80 ms\nCLS 0.31"


def test_a_vital_the_page_has_none_of_does_not_hold_and_says_why() -> None:
    verdict = WebVitalsBudgets().examine(
        FakePage(vitals=WebVitals(url=URL, lcp_ms=1)), WebVitalsParameters(lcp=1, inp=1)
    )
    assert not verdict.passed
    assert verdict.message == "The page has no INP yet: nothing was clicked or typed."
    assert verdict.actual == "LCP 1 ms\nINP not measured"


def test_a_vital_that_comes_late_is_waited_for() -> None:
    class Late(FakePage):
        waits = 0

        def wait(self, seconds: float) -> None:
            self.waits += 1
            if self.waits == 3:
                self.vitals = WebVitals(url=URL, lcp_ms=900)

    page = Late()
    assert WebVitalsBudgets().examine(page, WebVitalsParameters(lcp=1)).passed
    assert page.waits == 3
