from __future__ import annotations

from tracer_reports.files import Place
from tracer_reports.views.batch import REQUESTS, BatchView, share_requests, view_batch
from tracer_reports.views.evidence import Evidence

from tracer_runner.model.run import Batch, Network

from .samples import attempt_of, batch_of, error_run, everything, failed_run, flaky_run, passed_run, request_of


def view(batch: Batch) -> BatchView:
    """The view without pictures and files."""
    places = {
        artifact.path: Place(link="x", typed="x", present=True)
        for run in batch.runs
        for each in run.attempts
        for artifact in each.artifacts
    }
    return view_batch(batch, evidence=Evidence(pictures={}, places=places))


def test_the_runs_that_broke_come_first_and_stand_open() -> None:
    runs = view(everything()).runs
    assert [run.status for run in runs] == ["failed", "error", "cancelled", "degraded", "passed", "passed"]
    assert [run.open for run in runs] == [True, True, False, False, False, False]


def test_a_single_run_stands_open_and_many_broken_ones_do_not() -> None:
    assert view(batch_of(passed_run())).runs[0].open
    many = view(batch_of(*(failed_run(journey=f"j{number}") for number in range(10))))
    assert sum(run.open for run in many.runs) == 3


def test_the_shares_of_the_bar_fill_it() -> None:
    counts = view(everything()).counts
    assert [(count.status, count.number) for count in counts] == [
        ("failed", 1),
        ("error", 1),
        ("cancelled", 1),
        ("degraded", 1),
        ("passed", 2),
    ]
    assert sum(count.share for count in counts) > 99.9
    assert counts[-1].start + counts[-1].share > 99.9


def test_the_head_tells_where_the_batch_came_from() -> None:
    facts = {fact.label: fact.value for fact in view(batch_of(failed_run(environment="staging"))).facts}
    assert facts["Environment"] == "staging"
    assert facts["Commit"] == "4f2a91c07be3"
    assert facts["CI job"] == "https://ci.example.com/jobs/481"
    assert facts["Duration"] == "9.4 s"


def test_the_verdict_leads_with_the_worst_and_the_rest_follows() -> None:
    found = view(everything())
    assert found.verdict == "1 of 6 journeys failed"
    assert found.also == "1 could not be checked, 1 was cancelled, 1 slower than its budget"
    assert found.flaky == 1


def test_an_interrupted_batch_does_not_look_as_if_it_had_passed() -> None:
    assert view(batch_of(passed_run(), interrupted=True)).status == "cancelled"


def test_a_run_that_never_began_shows_its_error() -> None:
    run = view(batch_of(error_run())).runs[0]
    assert run.attempt is None
    assert run.duration == "not begun"
    assert run.failure is not None
    assert [words.text for words in run.failure.hint] == ["Set it in .env."]


def test_a_flaky_run_keeps_its_earlier_attempts() -> None:
    run = view(batch_of(flaky_run(reruns=1))).runs[0]
    assert run.failure is None
    assert [each.title for each in run.earlier] == ["Attempt 1 of 2"]
    assert run.earlier[0].failure is not None
    assert run.notes == (
        "Flaky: it passed after 1 attempt that did not.",
        "It began anew 1 time, because a neighbour took its runner down.",
    )


def test_broken_runs_show_all_their_requests_and_the_others_share_what_is_left() -> None:
    entries = tuple(request_of(f"/{number}") for number in range(500))
    attempt = attempt_of(network=Network(requests=500, entries=entries))
    calm = [passed_run(attempts=(attempt,), journey=f"j{number}") for number in range(100)]
    broken = failed_run(attempts=(failed_run().attempts[0].model_copy(update={"network": attempt.network}),))
    rooms = share_requests([broken, *calm])
    assert rooms[0] == 500
    assert sum(rooms) <= REQUESTS
    assert min(rooms[1:]) > 0
