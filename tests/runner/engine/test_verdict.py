"""From attempts to the one final result of a run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tracer_runner.engine.run_request import CaptureOptions, RunRequest
from tracer_runner.engine.verdict import concluded, final_run, retries_now, with_skipped
from tracer_runner.model.journey import Journey, Step
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import Attempt, Error, Run, StepResult
from tracer_runner.model.status import RunStatus, StepStatus

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HERE = SourceRef(file="journeys/x.py", line=1)


def request(*, retries: int = 0) -> RunRequest:
    journey = Journey(key="x", name="X", function="x", source=HERE, path="/p/journeys/x.py", root="/p/journeys")
    return RunRequest(run_id="run_1", journey=journey, retries=retries, output="/p/out")


def attempt(
    status: RunStatus, *, number: int = 1, class_: str = "AssertionError", ran: tuple[str, ...] = ()
) -> Attempt:
    bad = status not in {RunStatus.PASSED, RunStatus.DEGRADED}
    steps = tuple(StepResult(index=index, name=name, status=StepStatus.PASSED) for index, name in enumerate(ran))
    return Attempt(
        number=number,
        status=status,
        started_at=NOW,
        finished_at=NOW,
        duration_ms=1,
        steps=steps,
        error=Error(class_=class_, message="no") if bad else None,
    )


def run_of(*attempts: Attempt) -> Run:
    return final_run(request(), attempts=attempts, reruns=0, started_at=NOW, finished_at=NOW)


def listed(name: str, *inside: Step, **options: Any) -> Step:
    return Step(name=name, source=HERE, steps=inside, **options)


def skipped(attempt: Attempt, *steps: Step) -> list[str]:
    return [step.name for step in with_skipped(attempt, steps).steps if step.status is StepStatus.SKIPPED]


def test_the_last_attempt_decides() -> None:
    run = run_of(attempt(RunStatus.ERROR), attempt(RunStatus.FAILED, number=2))
    assert (run.status, run.flaky, run.error) == (RunStatus.FAILED, False, run.attempts[1].error)


@pytest.mark.parametrize("status", [RunStatus.PASSED, RunStatus.DEGRADED])
def test_passing_after_an_attempt_that_did_not_is_flaky(status: RunStatus) -> None:
    assert run_of(attempt(RunStatus.FAILED), attempt(status, number=2)).flaky
    assert not run_of(attempt(status)).flaky


def test_a_crash_is_the_sites_fault_only_when_it_comes_back() -> None:
    crash = attempt(RunStatus.ERROR, class_="PageCrashed")
    assert run_of(crash).status is RunStatus.ERROR
    assert run_of(crash, crash).status is RunStatus.FAILED
    assert run_of(attempt(RunStatus.FAILED), crash).status is RunStatus.ERROR


@pytest.mark.parametrize(
    ("status", "retries", "again"),
    [
        (RunStatus.FAILED, 1, True),
        (RunStatus.ERROR, 1, True),
        (RunStatus.FAILED, 0, False),
        (RunStatus.PASSED, 1, False),
        (RunStatus.DEGRADED, 1, False),
        (RunStatus.CANCELLED, 1, False),
    ],
)
def test_only_what_failed_or_could_not_be_looked_at_is_tried_again(
    status: RunStatus, retries: int, again: bool
) -> None:
    assert retries_now(request(retries=retries), [attempt(status)]) is again


def test_a_run_is_tried_again_no_more_often_than_it_may() -> None:
    assert retries_now(request(retries=2), [attempt(RunStatus.FAILED)] * 2)
    assert not retries_now(request(retries=2), [attempt(RunStatus.FAILED)] * 3)


def test_steps_that_were_not_reached_are_skipped_after_a_failure_only() -> None:
    steps = listed("A"), listed("B", listed("C"))
    assert skipped(attempt(RunStatus.FAILED, ran=("A",)), *steps) == ["B", "C"]
    assert skipped(attempt(RunStatus.PASSED, ran=("A",)), *steps) == []


def test_optional_steps_and_what_is_in_them_are_never_skipped() -> None:
    assert skipped(attempt(RunStatus.FAILED), listed("Perhaps", listed("Inside"), optional=True), listed("B")) == ["B"]


def test_a_step_in_a_loop_that_ran_once_is_not_skipped() -> None:
    assert skipped(attempt(RunStatus.FAILED, ran=("Buy",)), listed("Buy", repeats=True)) == []


def test_a_name_listed_twice_and_run_once_is_skipped_once() -> None:
    assert skipped(attempt(RunStatus.FAILED, ran=("Log in",)), listed("Log in"), listed("Log in")) == ["Log in"]


def test_a_pattern_stands_for_every_name_it_fits() -> None:
    step = listed("Buy {product} (now)", pattern=True)
    assert skipped(attempt(RunStatus.FAILED, ran=("Buy a lamp (now)",)), step) == []
    assert skipped(attempt(RunStatus.FAILED, ran=("Sell a lamp",)), step) == ["Buy {product} (now)"]


def test_skipped_steps_know_their_place() -> None:
    done = with_skipped(attempt(RunStatus.FAILED, ran=("A",)), (listed("A"), listed("B", listed("C"))))
    assert [(step.index, step.parent, step.depth) for step in done.steps] == [(0, None, 0), (1, None, 0), (2, 1, 1)]


def test_advice_on_a_trace_is_given_only_where_there_is_none() -> None:
    def hint(**options: Any) -> str | None:
        error = concluded(request().model_copy(update=options), attempt(RunStatus.FAILED)).error
        return error.hint if error else None

    assert "--trace on" in str(hint())
    assert hint(retries=1) is None
    assert hint(capture=CaptureOptions(trace="on")) is None


@pytest.mark.parametrize(
    ("when", "first", "second"),
    [
        ("on", "always", "always"),
        ("failure", "failed", "failed"),
        ("retry", "never", "always"),
        ("off", "never", "never"),
    ],
)
def test_each_mode_of_capture_says_what_each_attempt_keeps(when: Any, first: str, second: str) -> None:
    options = CaptureOptions(trace=when, video=when)
    assert [(options.for_attempt(n).trace, options.for_attempt(n).video) for n in (1, 2)] == [
        (first,) * 2,
        (second,) * 2,
    ]


def test_a_har_without_bodies_is_kept_unless_it_is_off() -> None:
    retry = CaptureOptions(har="retry")
    assert [(retry.for_attempt(n).har, retry.for_attempt(n).har_bodies) for n in (1, 2)] == [
        ("always", False),
        ("always", True),
    ]
    assert CaptureOptions(har="off").for_attempt(1).har == "never"
