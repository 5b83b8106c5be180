"""The contract with Playwright that `timeouts.py` leans on: its client asks its settings before each action."""

from __future__ import annotations

from typing import Any

import pytest

from tracer_runner.model.status import RunStatus

pytestmark = pytest.mark.browser
TIMED = """
@journey("Wait {number}")
def wait_{number}(page, context, request):
    with step("Act", timeout="1s"):
        {act}
"""
WAITING = (
    "page.get_by_role('button').click()",
    "page.click('#none')",
    "page.wait_for_selector('#none')",
    "page.wait_for_function('false')",
    "page.wait_for_url('**/never')",
    "page.wait_for_event('popup')",
    "page.main_frame.wait_for_selector('#none')",
    "page.locator('#none').inner_text(timeout=0)",
    "context.wait_for_event('page')",
    "expect(page.locator('#none')).to_be_visible()",
    "expect(page).to_have_title('Never', timeout=60_000)",
)


def test_what_waits_for_the_page_says_itself_what_it_waited_for_before_its_step_is_over(bench: Any) -> None:
    runs = bench.run("".join(TIMED.format(number=number, act=act) for number, act in enumerate(WAITING)))
    for number, act in enumerate(WAITING):
        run = runs[f"wait_{number}"]
        assert run.status is RunStatus.FAILED, act
        assert run.error.class_ in {"TimeoutError", "AssertionError"}, f"{act}: {run.error}"
        assert 400 < run.steps[0].duration_ms < 1100, act


@pytest.mark.parametrize(
    "use", ["main.click('h1')", "expect(main.locator('h1')).to_be_visible()", "expect(main).to_have_title('Main')"]
)
def test_a_step_shows_the_page_that_was_used_last_and_not_the_one_opened_last(bench: Any, use: str) -> None:
    run = bench.run_one(f"""
        @journey("Two pages")
        def two_pages(page, context):
            main = page
            main.goto("data:text/html,<title>Main</title><h1>Main</h1>")
            with step("Open another"):
                other = context.new_page()
                other.goto("data:text/html,<title>Other</title>")
            with step("Use the first"):
                {use}
            with step("Close it"):
                main.close()
    """)
    assert run.status is RunStatus.PASSED, run.error
    assert [step.page_title for step in run.steps] == ["Other", "Main", "Other"]
