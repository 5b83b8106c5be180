from __future__ import annotations

import pytest
from tracer_reports.names import Names, step_paths
from tracer_reports.sentences import batch_verdict, run_verdict, worst_first

from tracer_runner.model.run import Batch
from tracer_runner.model.status import RunStatus

from .samples import (
    attempt_of,
    batch_of,
    cancelled_run,
    degraded_run,
    error_of,
    error_run,
    everything,
    failed_run,
    flaky_run,
    passed_run,
    run_of,
    step_of,
)


@pytest.mark.parametrize(
    ("batch", "verdict"),
    [
        (batch_of(), "No journey ran"),
        (batch_of(passed_run()), "Search passed"),
        (batch_of(failed_run()), "Checkout failed"),
        (batch_of(error_run()), "Log in could not be checked"),
        (batch_of(degraded_run()), "Catalogue passed, slower than its budget"),
        (batch_of(passed_run(), flaky_run()), "All 2 journeys passed"),
        (batch_of(passed_run(), degraded_run()), "All 2 journeys passed, 1 slower than its budget"),
        (batch_of(passed_run(), failed_run()), "1 of 2 journeys failed"),
        (
            batch_of(passed_run(), failed_run(), failed_run(journey="b"), error_run()),
            "2 of 4 journeys failed, 1 could not be checked",
        ),
        (batch_of(failed_run(), failed_run(journey="b")), "All 2 journeys failed"),
        (batch_of(passed_run(location="eu"), passed_run(location="us")), "All 2 runs passed"),
        (
            batch_of(passed_run(), cancelled_run(), interrupted=True),
            "Interrupted: 1 of 2 journeys was cancelled",
        ),
    ],
)
def test_the_batch_is_summed_up_in_words(batch: Batch, verdict: str) -> None:
    assert batch_verdict(batch) == verdict


def test_a_failed_run_names_its_step_and_reason() -> None:
    assert run_verdict(failed_run()) == "Step “Pay / Confirm” failed: Expected the order number to start with LS-."


def test_only_the_first_line_of_a_message_goes_into_the_verdict() -> None:
    run = run_of(attempt_of([step_of(0, "Pay", error=error_of("No order.\n\nassert 1 == 2", step="Pay"))]))
    assert run_verdict(run) == "Step “Pay” failed: No order."


def test_a_failure_without_step_or_error_still_has_a_verdict() -> None:
    assert (
        run_verdict(run_of(attempt_of(error=error_of("Boom.", step=None), status=RunStatus.FAILED)))
        == "It failed: Boom."
    )
    assert run_verdict(run_of(attempt_of(status=RunStatus.FAILED))) == "It failed, and left no error."


def test_a_run_that_could_not_look_says_so() -> None:
    assert run_verdict(error_run()) == "It could not be checked: The secret SHOP_PASSWORD is not set."


def test_a_slow_run_names_the_steps_that_broke_their_budget() -> None:
    assert run_verdict(degraded_run()) == "It passed, but “Open the catalogue” took 2.4 s (budget 1.5 s)."
    many = [step_of(index, f"S{index}", budget_ms=1, duration_ms=2000) for index in range(5)]
    run = run_of(attempt_of(many, status=RunStatus.DEGRADED))
    assert run_verdict(run).endswith("“S2” took 2.0 s (budget 1 ms) and 2 more steps.")


def test_a_flaky_run_says_which_attempt_passed() -> None:
    assert run_verdict(flaky_run()) == "1 step passed in 4.2 s, on attempt 2 of 2."


@pytest.mark.parametrize("status", [RunStatus.CANCELLED, RunStatus.MISSED, RunStatus.QUEUED, RunStatus.RUNNING])
def test_every_other_status_has_its_sentence(status: RunStatus) -> None:
    assert run_verdict(run_of(status=status, error=None)).endswith(".")


def test_the_worst_runs_come_first_and_flaky_ones_before_steady_ones() -> None:
    names = [run.name for run in worst_first(everything())]
    assert names == ["Checkout", "Log in", "Returns", "Catalogue", "Newsletter", "Search"]


def test_twins_are_told_apart_by_what_differs() -> None:
    eu, us = passed_run(location="eu-west"), passed_run(location="us-east")
    assert Names(batch_of(eu, us)).of(eu) == "Search (eu-west)"
    staging, plain = passed_run(environment="staging"), passed_run()
    assert Names(batch_of(staging, plain)).of(plain) == "Search (no environment)"
    assert Names(batch_of(eu)).of(eu) == "Search"


def test_a_step_is_named_with_those_around_it_even_when_they_form_a_ring() -> None:
    attempt = attempt_of([step_of(0, "Pay"), step_of(1, "Confirm", parent=0)])
    assert step_paths(attempt) == ["Pay", "Pay / Confirm"]
    ring = attempt_of([step_of(0, "A", parent=1), step_of(1, "B", parent=0)])
    assert step_paths(ring)[0].endswith("B / A")
