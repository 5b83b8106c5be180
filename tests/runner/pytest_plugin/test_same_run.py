"""One file gives the same verdict, steps and evidence by `tracer run`, by pytest, and by a call from a test."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.runner.pytest_plugin.suite import Suite

pytestmark = pytest.mark.browser

JOURNEYS = """
@journey("Passes", tags=["smoke"])
def passes(page):
    with step("Open"):
        page.set_content("<title>Shop</title><h1>Lamps</h1>")
    with step("Look"):
        expect(page.get_by_role("heading")).to_have_text("Lamps")
        check.no_console_errors()


@journey("Fails")
def fails(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")
        page.evaluate("console.error('dark')")
    with step("Count", soft=True):
        expect(page.get_by_role("listitem")).to_have_count(4, timeout=200)
    with step("Compare"):
        assert page.locator("h1").inner_text() == "Lights"
    with step("Pay"):
        pass


@journey("Degrades")
def degrades(page):
    with step("Open", budget="1ms"):
        page.set_content("<h1>Lamps</h1>")


@journey("Errs", secrets=["NOT_THERE"])
def errs(page, secrets):
    pass
"""
CALLS = """
def test_calls(tracer):
    assert not tracer.run("journeys").passed
"""


def facts(run: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on the way it was run: everything but ids, times, and where artifacts lie."""
    last = run["attempts"][-1] if run["attempts"] else {"steps": [], "artifacts": [], "console": [], "assertions": []}
    return {
        "status": run["status"],
        "error": run["error"] and {key: run["error"][key] for key in ("class", "step", "source", "hint")},
        "message": run["error"] and run["error"]["message"].partition("\n")[0],  # the rest tells how often it looked
        "steps": [
            (one["name"], one["status"], bool(one["screenshot"]), [each["message"] for each in one["assertions"]])
            for one in last["steps"]
        ],
        "console": [(one["type"], one["text"], one["step"]) for one in last["console"]],
        "artifacts": Counter(one["kind"] for one in last["artifacts"]),
    }


def test_the_same_file_gives_the_same_runs_in_every_way(suite: Suite) -> None:
    suite.journeys("shop.py", JOURNEYS)
    suite.write("tests/test_calls.py", CALLS)
    suite.run_tracer("run", "journeys", "--output", "by-command")
    suite.run("journeys", "--tracer-output", "by-pytest")
    suite.run("tests", "--tracer-output", "by-call")
    told = [
        {run["journey"]: facts(run) for run in suite.result(folder)["runs"]}
        for folder in ("by-command", "by-pytest", "by-call")
    ]
    assert {key: run["status"] for key, run in told[0].items()} == {
        "passes": "passed",
        "fails": "failed",
        "degrades": "degraded",
        "errs": "error",
    }
    assert told[0] == told[1]
    assert told[0] == told[2]
