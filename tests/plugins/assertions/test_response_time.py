from __future__ import annotations

import pytest
from tracer_plugins.assertions.response_time import ResponseTime, ResponseTimeParameters

from tracer_runner.testing import FakePage


@pytest.mark.parametrize(("took", "passed"), [(499.9, True), (500, False)])
def test_a_response_time_is_held_against_its_limit(took: float, passed: bool) -> None:
    verdict = ResponseTime().examine(FakePage(value=took), ResponseTimeParameters(less_than=0.5))
    assert verdict.passed is passed
    assert verdict.expected == "less than 500 ms"


def test_a_page_without_a_navigation_has_no_response_time() -> None:
    verdict = ResponseTime().examine(FakePage(value=None), ResponseTimeParameters(less_than=1))
    assert not verdict.passed
    assert "has not been loaded" in verdict.message
