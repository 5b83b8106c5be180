"""Tests of other plugins fare the same, whether there are journeys in the session or not.

The long form is `make prove PROOF=neighbours`.
"""

from __future__ import annotations

import pytest

from tests.runner.pytest_plugin.neighbours import WORKERS, outcomes, write_tests
from tests.runner.pytest_plugin.suite import Suite


@pytest.mark.browser
@pytest.mark.parametrize("workers", [(), WORKERS])
def test_tests_of_other_plugins_fare_the_same_beside_journeys(suite: Suite, workers: tuple[str, ...]) -> None:
    write_tests(suite, playwright=5, asyncio=5)
    without, beside = (outcomes(suite, *workers, journeys=journeys) for journeys in (False, True))
    assert len(without) == 15
    assert set(without.values()) >= {"passed", "failure", "skipped"}
    assert beside == without
