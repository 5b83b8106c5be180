"""Tests with pytest-playwright's pages: evidence, checks, deadlines and secrets, as in journeys."""

from __future__ import annotations

import pytest

from tracer_runner.model.run import ArtifactKind, Error, Run
from tracer_runner.model.status import RunStatus

from .inner_session import InnerSession, run_inner

pytestmark = pytest.mark.browser

TESTS = """
import sys

from tracer_runner import expect


def test_that_takes_no_step(page, shop):
    page.goto(shop)
    assert not page.context._impl_obj.listeners("console")


def test_steps(page, shop):
    with step("Open"):
        page.goto(shop)
    with step("Look"):
        expect(page.get_by_role("heading")).to_have_text("Lamps")
    with step("Leave", screenshot=False):
        page.goto("about:blank")


def test_expectation_fails(page, shop):
    page.goto(shop)
    expect(page.get_by_role("heading")).to_have_text("Shoes")


def test_hangs(page, shop):
    page.goto(shop)
    with step("Hang", timeout=0.3):
        page.evaluate("new Promise(() => {})")


def test_hangs_softly(page, shop):
    page.goto(shop)
    with step("Hang", timeout=0.3, soft=True):
        page.evaluate("new Promise(() => {})")
    with step("Go on"):
        assert page.title() == "Shop"


def test_action_hangs(page, shop):
    page.goto(shop)
    with step("Press", timeout=0.8):
        page.get_by_role("button").click()


def test_console_before_the_first_step(page, shop):
    page.goto(shop)
    page.evaluate("new Promise(done => setTimeout(() => { setTimeout(done); throw new Error('dark') }))")
    check.no_console_errors()


def test_requests_before_the_first_step(page, shop):
    page.goto(shop)
    check.no_failed_requests()


def test_vitals_before_the_first_step(page, shop):
    page.goto(shop)
    check.web_vitals(lcp="1m")


def test_page_crashes(page):
    with step("Crash"):
        page.goto("chrome://crash")


def test_two_users(page, browser, shop):
    with step("First"):
        page.goto(shop)
    with browser.new_context() as other:
        second = other.new_page()
        with step("Second"):
            second.set_content("<title>Second</title><p>hello")
        with step("First again"):
            page.get_by_role("heading").inner_text()


@pytest.fixture(scope="module")
def shared(browser):
    with browser.new_context() as context:
        yield context.new_page()


def test_shared_page(shared, shop):
    with step("Open"):
        shared.goto(shop)
        shared.evaluate("new Promise(done => setTimeout(() => { setTimeout(done); throw new Error('dark') }))")


def test_shared_page_again(shared):
    with step("Look"):
        shared.evaluate("console.warn('again')")


def test_shared_page_is_left_as_it_was(shared):
    context = shared.context._impl_obj
    for event in ("console", "weberror", "page", "response", "requestfailed"):
        assert not context.listeners(event), event
    fresh = shared.context.new_page()
    assert len(shared._impl_obj.listeners("crash")) == len(fresh._impl_obj.listeners("crash"))
    for owner in (context, shared._impl_obj):
        assert not vars(owner._timeout_settings).keys() & {"timeout", "navigation_timeout", "tracer_cut"}
    from playwright.sync_api import Locator
    assert "secret_fields" not in Locator.fill.__code__.co_filename


def test_secrets_on_the_page(page, shop, secrets):
    page.goto(shop)
    with step("Type"):
        page.get_by_label("Note").fill(secrets.SHOP_TOKEN)
    with step("Show"):
        page.set_content(f"<p>{secrets.SHOP_TOKEN}")


def test_baseline(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")
        check.aria_snapshot()


def test_page_of_a_fixture_asked_for_late(request):
    with step("Before there is a page", timeout=60):
        page = request.getfixturevalue("page")
        page.set_content("<title>Late</title><p>hello")
        with step("Hang", timeout=0.3, soft=True):
            page.evaluate("new Promise(() => {})")


@pytest.fixture
def signed_in(page, shop):
    page.goto(shop)
    yield page
    with step("Sign out"):
        page.get_by_role("heading").click()


def test_fixture(signed_in):
    check.no_mixed_content()
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> InnerSession:
    return run_inner(tmp_path_factory.mktemp("pages"), TESTS, STAGING_TOKEN="kanarienvogel-4711")


def run_of(session: InnerSession, name: str) -> Run:
    assert f"{name}[chromium]" in session.runs, session.output
    return session.runs[f"{name}[chromium]"]


def error_of(session: InnerSession, name: str) -> Error:
    error = run_of(session, name).error
    assert error, name
    return error


def test_a_test_without_steps_is_not_watched(session: InnerSession) -> None:
    assert session.outcomes["test_that_takes_no_step[chromium]"] == "passed", session.output
    assert "test_that_takes_no_step[chromium]" not in session.runs


def test_each_step_has_its_picture_and_the_page_its_facts(session: InnerSession) -> None:
    run = run_of(session, "test_steps")
    assert (run.status, run.browser) == (RunStatus.PASSED, "chromium")
    assert [(step.name, step.page_title, bool(step.screenshot)) for step in run.steps] == [
        ("Open", "Shop", True),
        ("Look", "Shop", True),
        ("Leave", "", False),
    ]
    assert [assertion.type for assertion in run.steps[1].assertions] == ["expect.to_have_text"]
    attempt = run.last
    assert attempt
    assert attempt.browser_version
    assert attempt.browser_version.startswith("chromium ")
    assert ("error", "no lamp is lit", 0) in [(line.type, line.text, line.step) for line in attempt.console]
    assert attempt.network
    assert [str(entry).partition(" ")[2].partition("/missing")[2] for entry in attempt.network.entries] == [".png: 404"]
    assert attempt.vitals[0].lcp_ms
    for artifact in attempt.artifacts:
        assert artifact.kind is ArtifactKind.SCREENSHOT
        assert (session.results / artifact.path).read_bytes().startswith(b"\xff\xd8")


def test_what_fails_outside_a_step_has_a_picture_too(session: InnerSession) -> None:
    run = run_of(session, "test_expectation_fails")
    error = error_of(session, "test_expectation_fails")
    assert (error.expected, error.actual, error.step) == ("Shoes", "Lamps", None)
    assert run.last
    assert [artifact.path.rpartition("/")[2] for artifact in run.last.artifacts] == ["end-end.jpg"]


def test_a_step_that_hangs_is_interrupted_and_photographed(session: InnerSession) -> None:
    error, step = error_of(session, "test_hangs"), run_of(session, "test_hangs").steps[0]
    assert (error.class_, error.message) == ("StepTimeout", "The step 'Hang' took longer than 300 ms.")
    assert error.source
    assert error.source.lines[error.source.line - error.source.first_line].strip().startswith("page.evaluate")
    assert step.screenshot
    assert session.outcomes["test_hangs[chromium]"] == "failure"


def test_a_soft_step_that_hangs_lets_the_test_go_on(session: InnerSession) -> None:
    assert [step.status for step in run_of(session, "test_hangs_softly").steps] == ["failed", "passed"]


def test_an_action_ends_before_its_step_and_says_what_it_waited_for(session: InnerSession) -> None:
    error = error_of(session, "test_action_hangs")
    assert error.message.startswith('get_by_role("button") did not appear within 300 ms (Locator.click).')


def test_checks_see_what_came_before_the_first_step(session: InnerSession) -> None:
    assert error_of(session, "test_console_before_the_first_step").message.startswith("The page wrote 3 errors")
    assert "/missing.png: 404" in error_of(session, "test_requests_before_the_first_step").message
    vitals = run_of(session, "test_vitals_before_the_first_step")
    assert vitals.status is RunStatus.PASSED, vitals.error
    assert vitals.last
    assert vitals.last.vitals[0].lcp_ms


def test_a_page_that_crashes_is_no_fault_of_the_test(session: InnerSession) -> None:
    assert run_of(session, "test_page_crashes").status is RunStatus.ERROR
    assert error_of(session, "test_page_crashes").class_ == "PageCrashed"


def test_the_picture_is_of_the_page_used_last_in_whatever_context(session: InnerSession) -> None:
    titles = [step.page_title for step in run_of(session, "test_two_users").steps]
    assert titles == ["Shop", "Second", "Shop"]


def test_a_page_that_outlives_its_test_tells_only_of_the_test_that_runs(session: InnerSession) -> None:
    first, second = run_of(session, "test_shared_page").last, run_of(session, "test_shared_page_again").last
    assert first
    assert second
    assert sorted(line.type for line in first.console) == ["error", "error", "exception"]
    assert [line.text for line in second.console] == ["again"]
    assert second.warnings == ()


def test_a_page_that_outlives_its_test_is_left_as_it_was(session: InnerSession) -> None:
    assert session.outcomes["test_shared_page_is_left_as_it_was[chromium]"] == "passed", session.output


def test_secrets_are_hidden_in_fields_and_withheld_from_pictures(session: InnerSession) -> None:
    run = run_of(session, "test_secrets_on_the_page")
    assert [bool(step.screenshot) for step in run.steps] == [True, False]
    assert run.last
    assert run.last.warnings == ("Show: the picture was withheld, because a secret can be read on the page.",)


def test_a_baseline_lies_beside_the_test_and_is_renewed_by_its_command(session: InnerSession) -> None:
    error = error_of(session, "test_baseline")
    assert "baselines/test_baseline-chromium/open.aria.yml" in error.message
    assert error.hint
    assert error.hint.endswith(
        "`pytest 'test_shop.py::test_baseline[chromium]' --tracer-update-baselines --tracer-env=staging`"
    )


def test_a_page_that_comes_within_a_step_is_watched_from_then_on(session: InnerSession) -> None:
    run = session.runs["test_page_of_a_fixture_asked_for_late"]
    assert [(step.name, step.status, step.page_title) for step in run.steps] == [
        ("Before there is a page", "passed", "Late"),
        ("Hang", "failed", "Late"),
    ]


def test_steps_of_a_fixtures_end_still_see_its_page(session: InnerSession) -> None:
    run = run_of(session, "test_fixture")
    assert [(step.name, step.page_title) for step in run.steps] == [("Sign out", "Shop")]
    assert run.last
    assert [assertion.type for assertion in run.last.assertions] == ["check.no_mixed_content"]


UPDATING = """
def test_baseline(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")
        check.aria_snapshot()
"""


def test_baselines_are_written_when_they_are_being_updated(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("updating")
    assert run_inner(folder, UPDATING, "--tracer-update-baselines").outcomes == {"test_baseline[chromium]": "passed"}
    assert "Lamps" in (folder / "baselines" / "test_baseline-chromium" / "open.aria.yml").read_text()


ASYNCHRONOUS = """
from playwright.async_api import async_playwright
from tracer_runner import expect


@pytest.mark.asyncio
async def test_page(shop, browser_type_launch_args):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**browser_type_launch_args)
        page = await browser.new_page()
        with step("Open", timeout=5):
            await page.goto(shop)
        with step("Look"):
            await expect(page.get_by_role("heading")).to_have_text("Lamps")
        with step("Look again"):
            await expect(page.get_by_role("heading")).to_have_text("Shoes")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    from tracer_runner.engine.browsers.finding import find_browser

    return {"executable_path": find_browser("chromium", setting=None).executable}
"""


def test_asynchronous_pages_get_steps_without_pictures(tmp_path_factory: pytest.TempPathFactory) -> None:
    run = run_inner(tmp_path_factory.mktemp("asynchronous"), ASYNCHRONOUS).runs["test_page"]
    assert [(step.name, step.status, step.screenshot) for step in run.steps] == [
        ("Open", "passed", None),
        ("Look", "passed", None),
        ("Look again", "failed", None),
    ]
    assert [assertion.type for step in run.steps for assertion in step.assertions] == ["expect.to_have_text"] * 2
    assert run.error
    assert (run.error.expected, run.error.actual) == ("Shoes", "Lamps")
