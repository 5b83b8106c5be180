"""Where journeys are run, in which order, and how many at once."""

from __future__ import annotations

import re

import pytest

from tests.runner.pytest_plugin.suite import Suite

MEET = """
import pathlib
import time


def meet(own, other):
    pathlib.Path(own).touch()
    while not pathlib.Path(other).exists():
        time.sleep(0.01)


@journey("First")
def first(run):
    run.blocking(meet, "first", "second")


@journey("Second")
def second(run):
    run.blocking(meet, "second", "first")
"""
WHERE = """
import os


@journey("Tell")
def tell():
    print("the journey is in", os.getpid())


@journey("Wrong")
def wrong():
    there = 3
    assert there == 4
"""
TEST_TELLS = "import os\n\n\ndef test_tell():\n    print('pytest is in', os.getpid())\n"


def test_journeys_at_once_really_go_at_once_and_are_told_in_the_order_of_collection(suite: Suite) -> None:
    suite.journeys("meet.py", MEET)
    outcome = suite.run("journeys", "-v", "--tracer-concurrency", "2")
    assert outcome.last == "2 passed"
    assert re.findall(r"::(\w+) PASSED", outcome.output) == ["first", "second"]


def test_each_worker_of_xdist_has_a_runner_of_its_own(suite: Suite) -> None:
    suite.journeys("meet.py", MEET)
    outcome = suite.run("journeys", "-n", "2", "--tracer-concurrency", "2", beside=("xdist",))
    assert outcome.last == "2 passed, 1 warning"
    assert "--tracer-concurrency is not used with pytest-xdist" in outcome.output


@pytest.mark.parametrize(
    ("option", "same"), [("--tracer-headed", True), ("--headed", True), ("--pdb", True), ("-v", False)]
)
def test_journeys_run_in_the_process_of_pytest_while_somebody_watches(suite: Suite, option: str, same: bool) -> None:
    suite.journeys("where.py", WHERE)
    suite.write("journeys/test_tell.py", TEST_TELLS)
    outcome = suite.run("journeys", "-k", "tell", "-rA", option)
    (journey,) = re.findall(r"the journey is in (\d+)", outcome.output)
    (tests,) = re.findall(r"pytest is in (\d+)", outcome.output)
    assert (journey == tests) is same


def test_the_debugger_stops_where_the_journey_fails_and_then_the_session_goes_on(suite: Suite) -> None:
    suite.journeys("where.py", WHERE)
    suite.journeys("zebra.py", '@journey("Zebra")\ndef zebra():\n    pass\n')
    outcome = suite.run("journeys", "--pdb", typed="p there + 40\nc\n")
    assert "journeys/where.py(14)wrong()\n-> assert there == 4\n(Pdb) 43\n(Pdb) " in outcome.output
    assert outcome.output.count("(Pdb)") == 2
    assert (outcome.code, outcome.last) == (1, "1 failed, 2 passed")


def test_a_journey_that_ends_its_process_is_an_error_and_the_next_one_runs(suite: Suite) -> None:
    suite.journeys("dies.py", "import os\n\n\n@journey('Dies')\ndef dies():\n    os._exit(3)\n")
    suite.journeys("lives.py", "@journey('Lives')\ndef lives():\n    pass\n")
    outcome = suite.run("journeys")
    assert (outcome.code, outcome.last) == (1, "1 passed, 1 error")
    assert "Its runner process died." in outcome.output
