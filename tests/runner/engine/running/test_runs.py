"""What a journey does becomes what its run says: steps, statuses, errors, evidence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tracer_runner.model.run import ArtifactKind
from tracer_runner.model.status import RunStatus, StepStatus

pytestmark = pytest.mark.browser
PAGE = "data:text/html,<title>Lamps</title><h1>Lamps</h1><button>Pay</button>"


def statuses(run: Any) -> dict[str, str]:
    return {step.name: str(step.status) for step in run.steps}


def test_a_passing_journey_tells_its_steps_in_order_with_pictures_titles_and_places(bench: Any) -> None:
    run = bench.run_one(f"""
        @journey("Look")
        def look(page):
            with step("Open"):
                page.goto({PAGE!r})
                with step("Read the title"):
                    expect(page).to_have_title("Lamps")
            with step("Find the button"):
                expect(page.get_by_role("button", name="Pay")).to_be_visible()
    """)
    assert run.status is RunStatus.PASSED
    assert [(step.name, step.depth, step.parent) for step in run.steps] == [
        ("Open", 0, None), ("Read the title", 1, 0), ("Find the button", 0, None),
    ]  # fmt: skip
    assert [step.source.line for step in run.steps] == [5, 7, 9]
    assert all(step.page_title == "Lamps" for step in run.steps)
    for step in run.steps:
        assert (bench.output / step.screenshot).read_bytes()[:2] == b"\xff\xd8"
    assert [a.type for step in run.steps for a in step.assertions] == ["expect.to_have_title", "expect.to_be_visible"]


def test_a_failed_step_skips_the_rest_but_not_what_was_optional(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Fail")
        def fail(page):
            with step("First"):
                assert 1 + 1 == 3
            with step("Second"):
                with step("Inside"):
                    pass
            if page:
                with step("Perhaps"):
                    pass
    """)
    assert run.status is RunStatus.FAILED
    assert statuses(run) == {"First": "failed", "Second": "skipped", "Inside": "skipped"}
    skipped = [step for step in run.steps if step.status is StepStatus.SKIPPED]
    assert [step.depth for step in skipped] == [0, 1]


def test_a_plain_assert_shows_both_values_and_its_line(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Assert")
        def asserts(page):
            with step("Compare"):
                total = 41
                assert total == 42
    """)
    error = run.error
    assert (error.class_, error.expected, error.actual, error.step) == ("AssertionError", "42", "41", "Compare")
    assert "assert 41 == 42" in error.message
    assert error.source.lines[error.source.line - error.source.first_line].strip() == "assert total == 42"
    assert run.steps[0].assertions[0].type == "assert"


def test_a_failed_expect_names_the_locator_what_was_wanted_and_what_was_there(bench: Any) -> None:
    run = bench.run_one(f"""
        @journey("Expect")
        def expects(page):
            page.goto({PAGE!r})
            with step("Read"):
                expect(page.get_by_role("button", name="Pay")).to_have_text("Buy", timeout=200)
    """)
    assert run.error.message.startswith(
        """Expected get_by_role("button", name="Pay") to have text 'Buy'; it was 'Pay'"""
    )
    assert (run.error.expected, run.error.actual) == ("Buy", "Pay")


def test_a_very_long_value_of_an_expect_says_how_much_of_it_is_missing(bench: Any) -> None:
    run = bench.run_one(f"""
        @journey("Expect")
        def expects(page):
            page.goto({PAGE!r})
            expect(page.get_by_role("button", name="Pay")).to_have_text("x" * 5_000, timeout=200)
    """)
    assert run.error.expected.endswith("xx … [3,000 more characters]")


def test_a_soft_step_is_recorded_and_the_journey_goes_on_and_ends_failed(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Soft")
        def soft(page):
            with step("Recommendations", soft=True):
                assert 3 == 4
            with step("After"):
                pass
    """)
    assert run.status is RunStatus.FAILED
    assert statuses(run) == {"Recommendations": "failed", "After": "passed"}


def test_a_soft_step_does_not_swallow_a_mistake_in_the_code(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Typo")
        def typo(page):
            with step("Soft", soft=True):
                page.no_such_method()
            with step("After"):
                pass
    """)
    assert statuses(run) == {"Soft": "failed", "After": "skipped"}
    assert run.error.class_ == "AttributeError"


def test_a_page_filled_by_the_journey_itself_has_a_picture_and_an_empty_one_has_none(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Fill")
        def fill(page):
            with step("Nothing yet"):
                pass
            with step("Fill it"):
                page.set_content("<h1>Hello</h1>")
    """)
    assert [bool(step.screenshot) for step in run.steps] == [False, True]


def test_the_first_error_wins_and_later_ones_are_kept_beside_it(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Two")
        def two(page):
            with step("Soft", soft=True):
                assert "first" == "x"
            raise ValueError("second")

        @two.cleanup
        def tidy():
            raise RuntimeError("third")
    """)
    assert "first" in run.error.message
    assert [error.message for error in run.last.other_errors] == ["second", "In the cleanup tidy: third"]


def test_cleanup_runs_after_a_failure_and_gets_the_same_values(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Tidy", params={"name": "lamp"})
        def tidy(page, params):
            raise ValueError("broken")

        @tidy.cleanup
        def empty_cart(params, run, again=False):
            run.log(f"emptied {params.name}")
    """)
    assert run.status is RunStatus.FAILED
    assert run.last.output == "emptied lamp"


def test_a_step_function_is_tried_again_as_often_as_it_may(bench: Any) -> None:
    run = bench.run_one("""
        tries = []

        @step("Flaky", retries=2)
        def flaky():
            tries.append(1)
            assert len(tries) == 3

        @journey("Retries")
        def retries(page):
            flaky()
    """)
    assert run.status is RunStatus.PASSED
    assert not run.flaky
    assert [(step.name, step.tries) for step in run.steps] == [("Flaky", 3)]


def test_a_broken_budget_degrades_a_run_that_passed(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Slow")
        def slow(page):
            with step("Quick", budget="10s"):
                pass
            with step("Late", budget="1ms"):
                page.wait_for_timeout(30)
    """)
    assert run.status is RunStatus.DEGRADED
    assert statuses(run) == {"Quick": "passed", "Late": "degraded"}
    assert run.steps[1].budget_ms == 1


def test_passing_after_a_failed_attempt_is_flaky_and_its_trace_was_taken_on_the_retry(bench: Any) -> None:
    run = bench.run_one(
        """
        @journey("Sometimes")
        def sometimes(page, run):
            page.goto("data:text/html,<h1>x</h1>")
            with step("Try"):
                assert run.attempt == 2
        """,
        retries=1,
    )
    assert (run.status, run.flaky, len(run.attempts)) == (RunStatus.PASSED, True, 2)
    kinds = [{artifact.kind for artifact in attempt.artifacts} for attempt in run.attempts]
    assert ArtifactKind.TRACE not in kinds[0]
    assert ArtifactKind.TRACE in kinds[1]


def test_a_failure_without_a_retry_ends_with_how_to_get_a_trace(bench: Any) -> None:
    run = bench.run_one("""
        @journey("No trace")
        def no_trace(page):
            assert 1 == 2
    """)
    assert "--trace on" in run.error.hint


def test_trace_video_and_bodies_are_kept_when_asked_for(bench: Any) -> None:
    run = bench.run_one(
        """
        @journey("Everything")
        def everything(page):
            page.goto("data:text/html,<h1>x</h1>")
        """,
        capture={"trace": "on", "har": "on"},
    )
    assert {artifact.kind for artifact in run.last.artifacts} >= {ArtifactKind.TRACE, ArtifactKind.HAR}
    for artifact in run.last.artifacts:
        assert (bench.output / artifact.path).stat().st_size == artifact.size


def test_nothing_is_kept_when_nothing_is_wanted(bench: Any) -> None:
    run = bench.run_one(
        """
        @journey("Lean")
        def lean(page):
            with step("Open"):
                page.goto("data:text/html,<h1>x</h1>")
        """,
        capture={"screenshots": "off", "har": "off", "trace": "off"},
    )
    assert run.last.artifacts == ()
    assert run.last.network is None
    assert not bench.output.exists()


def test_console_messages_and_uncaught_errors_are_kept_with_their_step(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Console")
        def console(page):
            with step("Open"):
                page.goto("data:text/html,<script>console.warn('careful'); throw new Error('boom')</script>")
            check.no_console_errors()
    """)
    assert [(message.type, message.step) for message in run.last.console] == [("warning", 0), ("exception", 0)]
    assert run.status is RunStatus.FAILED
    assert "boom" in run.error.message
    assert run.error.expected == "no errors"


def test_two_runs_of_one_file_share_nothing(bench: Any) -> None:
    bench.write("shared.py", "seen = []\n")
    code = """
        import shared
        here = []

        @journey("Alone")
        def alone(page):
            import shared as again
            assert again is shared
            shared.seen.append(1)
            here.append(1)
            assert (len(shared.seen), len(here)) == (1, 1)
    """
    assert [run.status for run in (bench.run_one(code), bench.run_one(code))] == [RunStatus.PASSED] * 2


def test_what_journeys_print_goes_to_their_own_runs(bench: Any) -> None:
    runs = bench.run("""
        @journey("A")
        def a(page):
            for _ in range(3):
                print("from a")
                page.wait_for_timeout(10)

        @journey("B")
        def b(page):
            for _ in range(3):
                print("from b")
                page.wait_for_timeout(10)
    """)
    assert {key: set(run.last.output.splitlines()) for key, run in runs.items()} == {"a": {"from a"}, "b": {"from b"}}


def test_blocking_code_can_be_run_beside_the_others(bench: Any) -> None:
    run = bench.run_one("""
        import threading

        @journey("Thread")
        def thread(page, run):
            here = threading.get_ident()
            assert run.blocking(threading.get_ident) != here
            assert run.blocking(lambda a, b: a + b, 1, b=2) == 3
    """)
    assert run.status is RunStatus.PASSED


def test_a_journey_keeps_files_of_its_own(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Keep")
        def keep(page, run):
            run.artifact(b"hello", name="../../escape.txt")
    """)
    (artifact,) = [artifact for artifact in run.last.artifacts if artifact.kind is ArtifactKind.OTHER]
    path = (bench.output / artifact.path).resolve()
    assert path.is_relative_to(bench.output.resolve())
    assert path.read_bytes() == b"hello"


def test_a_journey_without_a_page_starts_no_browser_and_still_shows_its_requests(bench: Any, http_site: str) -> None:
    run = bench.run_one(f"""
        @journey("API")
        def api(request):
            with step("Ask"):
                answer = request.get({http_site + "/json"!r})
                assert answer.json() == {{"lamps": 3}}
    """)
    assert (run.status, run.browser) == (RunStatus.PASSED, None)
    assert [(entry.url, entry.status) for entry in run.last.network.entries] == [(http_site + "/json", 200)]


def test_the_waterfall_and_the_vitals_come_from_a_real_page(bench: Any, http_site: str) -> None:
    run = bench.run_one(f"""
        @journey("Page")
        def page_loads(page):
            with step("Open"):
                page.goto({http_site + "/"!r})
                expect(page.get_by_role("heading")).to_be_visible()
                page.wait_for_timeout(50)
            check.response_time(less_than="20s")
    """)
    assert run.status is RunStatus.PASSED, run.error
    by_path = {entry.url.removeprefix(http_site): entry for entry in run.last.network.entries}
    assert by_path["/"].status == 200
    assert by_path["/"].wait_ms is not None
    assert by_path["/missing.png"].failed
    assert (run.last.network.failed, run.last.network.requests) == (1, len(by_path))
    (vitals,) = run.last.vitals
    assert vitals.ttfb_ms is not None
    assert vitals.fcp_ms is not None


def test_a_check_for_failed_requests_sees_them_while_the_journey_runs(bench: Any, http_site: str) -> None:
    run = bench.run_one(f"""
        @journey("Broken picture")
        def broken(page):
            page.goto({http_site + "/"!r}, wait_until="networkidle")
            with step("Check"):
                check.no_failed_requests()
    """)
    assert run.status is RunStatus.FAILED
    assert "/missing.png: 404" in run.error.message
    assert run.error.step == "Check"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('check.no_console_errors(ignroe=["x"])', "check.no_console_errors: ignroe:"),
        ("check.response_time()", "check.response_time: less_than:"),
        ('check.response_time(less_than="soon")', "is no duration"),
    ],
)
def test_a_check_called_wrongly_says_what_is_wrong(bench: Any, body: str, message: str) -> None:
    run = bench.run_one(f"""
        @journey("Wrong")
        def wrong(page):
            {body}
    """)
    assert run.status is RunStatus.FAILED
    assert message in run.error.message


def test_a_secret_is_usable_and_its_repr_hides_it(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "engine")
    run = bench.run_one("""
        @journey("Secret", secrets=["SHOP_PASSWORD"])
        def secret(page, secrets):
            assert secrets.SHOP_PASSWORD == "engine"
            print(repr(secrets.SHOP_PASSWORD), secrets)
    """)
    assert run.status is RunStatus.PASSED
    assert run.last.output == "*** <secrets SHOP_PASSWORD>"


def test_device_and_context_options_reach_the_browser(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Phone", device="iPhone 15", context={"locale": "de-DE"})
        def phone(page):
            assert page.evaluate("navigator.language") == "de-DE"
            assert "iPhone" in page.evaluate("navigator.userAgent")
            assert page.viewport_size["width"] < 500
    """)
    assert run.status is RunStatus.PASSED, run.error
    assert run.device == "iPhone 15"


def test_expect_soft_and_global_options_are_refused(bench: Any) -> None:
    runs = bench.run("""
        @journey("Soft")
        def soft(page):
            expect.soft(page).to_have_title("x")

        @journey("Options")
        def options(page):
            expect.set_options(timeout=1)
    """)
    assert "soft=True" in runs["soft"].error.hint
    assert "expect_timeout" in runs["options"].error.hint


def test_the_events_of_a_run_tell_its_story_in_order(bench: Any, events: list[Any]) -> None:
    run = bench.run_one("""
        @journey("Story")
        def story(page):
            with step("One"):
                page.goto("data:text/html,<h1>x</h1>")
                print("hello")
    """)
    assert run.last.warnings == ()
    told = [event.event for event in events if event.run_id == run.id]
    assert told == [
        "run_started", "attempt_started", "step_started", "log_line", "artifact_saved", "step_finished",
        "artifact_saved", "attempt_finished", "run_finished",
    ]  # fmt: skip
    assert json.loads(run.model_dump_json())["attempts"][0]["status"] == "passed"


def test_text_that_no_file_can_hold_is_made_whole(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Half")
        def half(page):
            page.goto("data:text/html,<h1>x</h1>")
            page.evaluate("document.title = 'a\\ud800b'; console.log('c\\ud800d')")
            with step("Read"):
                print("e\\ud800f")
                assert page.title() == "other"
    """)
    assert run.status is RunStatus.FAILED
    assert run.steps[0].page_title == "a?b" or "\ufffd" in run.steps[0].page_title
    assert run.last.console[0].text.startswith("c")
    assert json.loads(run.model_dump_json())["status"] == "failed"
