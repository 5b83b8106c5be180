"""Edges at which an engine slips: each once slipped, or nearly did."""

from __future__ import annotations

from typing import Any

import pytest

from tracer_runner.engine.running.output import OUTPUT_LIMIT, Printed
from tracer_runner.model.status import RunStatus

browser = pytest.mark.browser


@browser
def test_a_crash_inside_a_step_that_may_be_retried_is_still_an_error(bench: Any) -> None:
    run = bench.run_one("""
        @step("Open", retries=3)
        def opens(page):
            page.goto("chrome://crash")

        @journey("Crash")
        def crash(page):
            opens(page)
    """)
    assert (run.status, run.error.class_) == (RunStatus.ERROR, "PageCrashed")


@browser
def test_what_broke_inside_a_try_that_was_made_again_is_forgiven(bench: Any) -> None:
    run = bench.run_one("""
        tries = []

        @step("Outer", retries=1)
        def outer():
            tries.append(1)
            with step("Inner"):
                assert len(tries) == 2

        @journey("Nested")
        def nested(page):
            outer()
    """)
    assert run.status is RunStatus.PASSED
    assert [(step.name, str(step.status)) for step in run.steps] == [
        ("Outer", "passed"),
        ("Inner", "failed"),
        ("Inner", "passed"),
    ]


@browser
def test_an_exception_that_cannot_be_told_is_told_by_its_class(bench: Any) -> None:
    run = bench.run_one("""
        class Mute(Exception):
            def hint(self): ...

            def __str__(self):
                raise self

        @journey("Mute")
        def mute(page):
            with step("Raise"):
                raise Mute
    """)
    assert (run.status, run.error.class_, run.error.step) == (RunStatus.FAILED, "Mute", "Raise")
    assert "whose text raised Mute" in run.error.message


@browser
def test_contexts_a_journey_opens_itself_are_closed_after_it(bench: Any) -> None:
    code = """
        @journey("Own context")
        def own(browser):
            assert browser.contexts == []
            browser.new_context().new_page().goto("data:text/html,<h1>x</h1>")
            assert len(browser.contexts) == 1
            assert browser.version
    """
    assert [bench.run_one(code).status for _ in range(2)] == [RunStatus.PASSED] * 2


@browser
def test_a_journey_cannot_close_the_browser_of_all(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Close")
        def closes(browser):
            browser.close()
    """)
    assert run.status is RunStatus.FAILED
    assert "Close the context you opened" in run.error.hint


@browser
def test_many_small_blocks_are_taken_off_the_neighbours_clocks_too(bench: Any) -> None:
    runs = bench.run(f"""
        import time
        from pathlib import Path
        waiting = Path({str(bench.folder / "waiting")!r})

        @journey("Blocks")
        def blocks(page):
            while not waiting.exists():
                page.wait_for_timeout(10)
            for number in range(4):
                with step(f"Block {{number}}", screenshot=False):
                    time.sleep(0.9)

        @journey("Waits")
        def waits(page):
            with step("Wait", timeout="3s"):
                waiting.touch()
                page.wait_for_timeout(1000)
    """)
    assert {key: run.status for key, run in runs.items()} == {"blocks": RunStatus.PASSED, "waits": RunStatus.PASSED}


def test_of_too_much_output_the_beginning_is_kept_and_the_end_says_so() -> None:
    printed = Printed(lambda stream, line: None)
    printed.write("stdout", "x" * (OUTPUT_LIMIT * 2))
    printed.write("stdout", "more\n")
    kept = printed.finish()
    assert kept.startswith("x" * OUTPUT_LIMIT)
    assert kept.endswith("KiB of output are kept)")


def test_output_in_small_pieces_is_joined_to_lines() -> None:
    told: list[str] = []
    printed = Printed(lambda stream, line: told.append(f"{stream}: {line}"))
    for piece in ("a", "b", "\nc", "\n", "d"):
        printed.write("stdout", piece)
    assert printed.finish() == "ab\nc\nd"
    assert told == ["stdout: ab", "stdout: c", "stdout: d"]
