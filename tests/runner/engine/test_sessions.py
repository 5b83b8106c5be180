"""How long a session is used, by whom, and who makes a new one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.sessions import Sessions
from tracer_runner.model.journey import Journey, Login
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import Attempt
from tracer_runner.model.status import RunStatus

HERE = SourceRef(file="journeys/x.py", line=1)
LOGIN = Login(name="customer", function="sign_in", source=HERE, path="/p/journeys/x.py", secrets=("PASSWORD",))
STATE = '{"cookies": [], "origins": []}'


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def request(run_id: str, *, login: Login | None = LOGIN, **values: Any) -> RunRequest:
    journey = Journey(
        key="x", name="X", function="x", source=HERE, path="/p/journeys/x.py", root="/p/journeys", signs_in=login
    )
    secrets = values.pop("secrets", {"PASSWORD": "correct"})
    return RunRequest(run_id=run_id, journey=journey, output="/p/out", secrets=secrets, **values)


def ended(status: RunStatus) -> Attempt:
    now = datetime.now(UTC)
    return Attempt(number=1, status=status, started_at=now, finished_at=now, duration_ms=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    """With a session that run_1 made."""
    sessions = Sessions(clock)
    assert sessions.begin(request("run_1")) is None
    sessions.signed_in(request("run_1"), STATE)
    sessions.end(request("run_1"), ended(RunStatus.PASSED))
    return sessions


def test_the_next_run_gets_the_session(sessions: Sessions) -> None:
    assert sessions.begin(request("run_2")) == STATE


def test_a_session_is_used_until_its_login_says_it_is_too_old(sessions: Sessions, clock: Clock) -> None:
    clock.now += LOGIN.max_age - 1
    assert sessions.begin(request("run_2")) == STATE
    clock.now += 1
    assert sessions.begin(request("run_3")) is None


def test_only_one_signs_in_while_the_others_wait() -> None:
    sessions = Sessions()
    sessions.begin(request("run_1"))
    assert sessions.must_wait(request("run_2"))
    assert not sessions.must_wait(request("run_3", login=None))
    sessions.signed_in(request("run_1"), STATE)
    assert not sessions.must_wait(request("run_2"))


@pytest.mark.parametrize("attempt", [None, ended(RunStatus.FAILED), ended(RunStatus.CANCELLED)])
def test_when_signing_in_comes_to_nothing_the_next_one_tries(attempt: Attempt | None) -> None:
    sessions = Sessions()
    sessions.begin(request("run_1"))
    sessions.end(request("run_1"), attempt)
    assert not sessions.must_wait(request("run_2"))
    assert sessions.begin(request("run_2")) is None


def test_a_session_with_which_a_run_failed_is_used_no_more(sessions: Sessions) -> None:
    sessions.begin(request("run_2"))
    sessions.end(request("run_2"), ended(RunStatus.FAILED))
    assert sessions.begin(request("run_3")) is None


@pytest.mark.parametrize("status", [RunStatus.PASSED, RunStatus.DEGRADED, RunStatus.ERROR, RunStatus.CANCELLED])
def test_any_other_end_keeps_it(sessions: Sessions, status: RunStatus) -> None:
    sessions.begin(request("run_2"))
    sessions.end(request("run_2"), ended(status))
    assert sessions.begin(request("run_3")) == STATE


def test_a_failure_with_an_old_session_does_not_end_a_newer_one(sessions: Sessions, clock: Clock) -> None:
    sessions.begin(request("run_2"))
    clock.now += LOGIN.max_age
    sessions.begin(request("run_3"))
    sessions.signed_in(request("run_3"), "new")
    sessions.end(request("run_2"), ended(RunStatus.FAILED))
    assert sessions.begin(request("run_4")) == "new"


@pytest.mark.parametrize(
    "values",
    [
        {"secrets": {"PASSWORD": "other"}},
        {"environment": "staging"},
        {"context": {"base_url": "http://other.example"}},
        {"login_params": {"base_url": "http://other.example"}},
        {"login": LOGIN.model_copy(update={"function": "another"})},
    ],
)
def test_other_values_or_another_login_mean_another_session(sessions: Sessions, values: dict[str, Any]) -> None:
    assert sessions.begin(request("run_2", **values)) is None


def test_values_that_are_no_json_are_values_too() -> None:
    odd = {"day": date(2026, 1, 1), "mixed": {1: "a", "b": 2}}
    sessions = Sessions()
    assert sessions.begin(request("run_1", login_params=odd)) is None
    assert sessions.must_wait(request("run_2", login_params=odd))


def test_after_a_login_that_failed_nobody_waits_until_one_succeeds() -> None:
    sessions = Sessions()
    sessions.begin(request("run_1"))
    sessions.end(request("run_1"), ended(RunStatus.FAILED))
    for run_id in ("run_2", "run_3"):
        assert not sessions.must_wait(request(run_id))
        assert sessions.begin(request(run_id)) is None
    sessions.signed_in(request("run_3"), STATE)
    assert sessions.begin(request("run_4")) == STATE


def test_what_only_the_journey_reads_makes_no_difference(sessions: Sessions) -> None:
    values = {"secrets": {"PASSWORD": "correct", "COUPON": "half"}, "params": {"product": "Halo"}}
    assert sessions.begin(request("run_2", **values)) == STATE
