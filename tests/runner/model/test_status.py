from __future__ import annotations

import itertools

import pytest

from tracer_runner.model.status import WORST_FIRST, RunStatus, worst


def test_a_set_of_runs_has_the_worst_status_of_them() -> None:
    order = ["failed", "error", "cancelled", "missed", "degraded", "passed"]
    assert [str(status) for status in WORST_FIRST] == order
    for worse, better in itertools.combinations(WORST_FIRST, 2):
        assert worst([better, worse, better]) is worse


def test_an_empty_set_has_passed() -> None:
    assert worst([]) is RunStatus.PASSED


def test_every_final_status_has_a_rank_and_no_other_has() -> None:
    assert set(RunStatus) - set(WORST_FIRST) == {RunStatus.QUEUED, RunStatus.RUNNING}


@pytest.mark.parametrize("status", WORST_FIRST)
def test_one_run_decides_alone(status: RunStatus) -> None:
    assert worst([status]) is status
