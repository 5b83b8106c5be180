"""What pages and journeys do that needs no runner to be ended: each fault of the long proof once, all abreast."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from tests.proofs.faults import FAULTS
from tracer_runner.engine.protocol import Limits

pytestmark = pytest.mark.browser
NAMES = (
    "raises_in_a_route_handler",
    "opens_endless_dialogs",
    "opens_endless_popups",
    "downloads_without_end",
    "loads_10_000_requests",
    "prints_binary",
    "sets_a_huge_title",
    "writes_much_to_the_console",
)
HEALTHY = """
    import os, sys

    @journey("Healthy", timeout="60s")
    def healthy(page):
        for number in range(6):
            with step(f"Look {number}"):
                page.goto("data:text/html,<h1>fine</h1>")
                page.wait_for_timeout(150)
"""
CULPRIT = """
    @journey("{name}")
    def {name}(page, run):
        page.goto("data:text/html,<title></title><h1>culprit</h1>")
        with step("Do it", timeout="{timeout}"):
            do_{name}(page, run)

    def do_{name}(page, run):
        {lines}
"""


def culprit(name: str) -> str:
    """Its journey. What should pass gets all the time that a busy machine may need for it."""
    fault = FAULTS[name]
    timeout = "40s" if fault.statuses == {"passed"} else "2s"
    lines = fault.lines.replace("Array(10000)", "Array(2000)")  # the long proof asks for them all
    return CULPRIT.format(name=name, timeout=timeout, lines=textwrap.indent(lines, "    ").lstrip())


def test_faults_of_pages_end_as_they_should_and_disturb_nobody(bench: Any) -> None:
    limits = Limits(journey=60, step=3, action=2, expect=1)
    runs = bench.run(HEALTHY + "".join(map(culprit, NAMES)), limits=limits)
    healthy = runs.pop("healthy")
    assert (healthy.status, healthy.reruns) == ("passed", 0), healthy.error
    wrong = {name: (run.status, run.error) for name, run in runs.items() if run.status not in FAULTS[name].statuses}
    assert wrong == {}
    assert all(run.steps for run in runs.values())
