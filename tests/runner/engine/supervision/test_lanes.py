"""Journeys of a server: what is refused to them makes them an error, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.egress import policy_for
from tracer_runner.egress.proxy import EgressProxy
from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.protocol import Configure
from tracer_runner.engine.supervision.lanes import with_egress
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.errors import EgressDenied, EngineError
from tracer_runner.model.run import Attempt, Error
from tracer_runner.model.status import RunStatus
from tracer_runner.settings import EgressSettings

SETTINGS = EgressSettings.model_validate(
    {"journeys": {"allow": ["127.0.0.1"]}, "hosts": {"site.test": "127.0.0.1", "inner.test": "127.0.0.2"}}
)


@pytest.fixture(scope="module")
def supervisor(project: Path, browser_choice: BrowserChoice) -> Iterator[Supervisor]:
    """In place of the one that all other tests share, for `bench`."""
    policy = policy_for("journeys", SETTINGS, loopback_only=False)
    configure = Configure(project=str(project), warm=browser_choice)
    with EgressProxy(policy) as proxy, Supervisor(configure, concurrency=4, egress=proxy) as supervisor:
        yield supervisor


def test_a_refused_request_is_an_error_of_its_own_run_alone(bench: Any, http_site: str) -> None:
    port = http_site.rpartition(":")[2]
    runs = bench.run(
        f"""
        SITE, INNER = "http://site.test:{port}", "http://inner.test:{port}"

        @journey("Image")
        def image(page):
            page.goto(SITE)
            page.set_content("<img src='" + INNER + "/x.png'>")

        @journey("Caught")
        def caught(page):
            try:
                page.goto(INNER.replace("http:", "https:"))
            except Exception:
                pass

        @journey("Failed")
        def failed(page):
            page.goto(INNER)
            assert page.title() == "Inside"

        @journey("Beside")
        def beside(page):
            page.goto(SITE)
            expect(page).to_have_title("Site")

        @journey("Request")
        def asks(request):
            assert request.get(INNER).status == 403

        @journey("Own context")
        def own_context(browser):
            browser.new_page().goto(INNER)
        """
    )
    assert runs.pop("beside").status is RunStatus.PASSED
    assert len(runs) == 5
    for run in runs.values():
        assert (run.status, run.error and run.error.class_) == (RunStatus.ERROR, "EgressDenied"), run.journey
        assert run.error is not None
        assert "inner.test -> 127.0.0.2" in run.error.message
        assert "[egress.journeys] allow" in run.error.message
    assert runs["failed"].attempts[0].other_errors[0].class_ == "AssertionError"


def test_a_journey_cannot_pass_by_the_proxy(bench: Any) -> None:
    runs = bench.run(
        """
        @journey("Context", context={"proxy": {"server": "http://127.0.0.2:1"}})
        def by_context(page):
            page.goto("http://site.test/")

        @journey("Browser")
        def by_browser(browser):
            browser.new_context(proxy={"server": "http://127.0.0.2:1"})

        @journey("Request", context={"proxy": {"server": "http://127.0.0.2:1"}})
        def by_request(request):
            request.get("http://site.test/")

        @journey("File")
        def opens_a_file(page):
            page.goto("file:///etc/hostname")

        @journey("Source")
        def shows_source(page):
            page.main_frame.goto("view-source:http://site.test/")
        """
    )
    assert len(runs) == 5
    for run in runs.values():
        assert (run.status, run.error and run.error.class_) == (RunStatus.ERROR, "EgressDenied"), run.journey
        assert run.error is not None
        assert "no setting allows it" in run.error.message


def test_what_cannot_be_reached_is_a_failure_that_says_why(bench: Any) -> None:
    runs = bench.run(
        """
        @journey("Plain")
        def plain(page):
            page.goto("http://site.test:1234/")

        @journey("Secure")
        def secure(page):
            page.goto("https://site.test:1234/")
        """
    )
    for run in runs.values():
        assert (run.status, run.error and run.error.class_) == (RunStatus.FAILED, "Error")
        assert "site.test refused the connection." in run.attempts[0].warnings
        assert run.error is not None
        assert run.error.hint is not None


def attempt(status: RunStatus, *, error: Error | None = None) -> Attempt:
    now = datetime.now(UTC)
    return Attempt(number=1, status=status, started_at=now, finished_at=now, duration_ms=1, error=error)


@pytest.mark.parametrize("status", [RunStatus.PASSED, RunStatus.DEGRADED, RunStatus.FAILED, RunStatus.ERROR])
def test_after_a_refusal_nothing_is_known(status: RunStatus) -> None:
    own = None if status is RunStatus.PASSED else Error(class_="PageCrashed", message="It crashed.")
    judged = with_egress(attempt(status, error=own), denials=[EgressDenied("one", hint="h"), EgressDenied("two")])
    assert judged.status is RunStatus.ERROR
    assert judged.error == Error(class_="EgressDenied", message="one", hint="h")
    assert [error.message for error in judged.other_errors] == ["two", *(["It crashed."] if own else [])]


def test_a_cancelled_run_stays_cancelled() -> None:
    judged = with_egress(attempt(RunStatus.CANCELLED), denials=[EgressDenied("one")])
    assert (judged.status, judged.error) == (RunStatus.CANCELLED, None)
    assert judged.other_errors[0].message == "one"


def test_a_run_that_passed_is_not_told_what_could_not_be_reached() -> None:
    assert with_egress(attempt(RunStatus.PASSED), failures=["x"]).warnings == ()
    assert with_egress(attempt(RunStatus.FAILED), failures=["x"]).warnings == ("x",)


@pytest.mark.parametrize("status", [RunStatus.DEGRADED, RunStatus.FAILED, RunStatus.ERROR])
def test_a_site_is_not_blamed_for_a_fault_of_the_proxy(status: RunStatus) -> None:
    own = Error(class_="AssertionError", message="The page is empty.")
    judged = with_egress(attempt(status, error=own), faults=[EngineError("no threads", hint="h")])
    assert judged.status is RunStatus.ERROR
    assert judged.error == Error(class_="EngineError", message="no threads", hint="h")
    assert judged.other_errors == (own,)


def test_a_run_that_passed_in_spite_of_the_proxy_is_no_proof_and_an_error() -> None:
    assert with_egress(attempt(RunStatus.PASSED), faults=[EngineError("no threads")]).status is RunStatus.ERROR
