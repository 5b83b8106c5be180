"""What ends journeys before their end: the first failure, a time-out of another plugin, Ctrl-C."""

from __future__ import annotations

import signal
import subprocess

import psutil
import pytest

from tests.runner.pytest_plugin.suite import Suite

JOURNEYS = """
import threading


@journey("Wrong")
def a_wrong():
    assert 1 == 2


@journey("Never ends")
def b_never_ends(run):
    with step("Begin"):
        pass
    with step("Wait"):
        run.blocking(threading.Event().wait)


@b_never_ends.cleanup
def leave_a_sign():
    open("cleaned", "w").close()


@journey("Waits, too")
def c_waits(run):
    run.blocking(threading.Event().wait)
"""


@pytest.fixture
def shop(suite: Suite) -> Suite:
    suite.journeys("shop.py", JOURNEYS)
    return suite


def steps_of(shop: Suite, journey: str) -> list[str]:
    """The steps that are kept of a journey that was cancelled, which cleaned up all the same."""
    (run,) = (run for run in shop.result()["runs"] if run["journey"] == journey)
    assert run["status"] == "cancelled"
    assert (shop.folder / "cleaned").exists()
    return [f"{step['name']}: {step['status']}" for step in run["attempts"][-1]["steps"]]


def wait_for_text(process: subprocess.Popen[str], text: str) -> None:
    """Read what the process prints, until this is there; its line need not have ended."""
    assert process.stdout
    read = ""
    while text not in read:
        character = process.stdout.read(1)
        assert character, read
        read += character


def test_the_first_failure_cancels_the_rest_when_that_is_wanted(shop: Suite) -> None:
    outcome = shop.run("journeys", "-x", "--tracer-concurrency", "2")
    assert (outcome.code, outcome.last) == (1, "1 failed")
    assert shop.statuses() == {"a_wrong": "failed", "b_never_ends": "cancelled", "c_waits": "cancelled"}


def test_of_one_after_another_the_first_failure_leaves_the_rest_alone(shop: Suite) -> None:
    outcome = shop.run("journeys", "--maxfail", "1")
    assert (outcome.code, outcome.last) == (1, "1 failed")
    assert shop.statuses() == {"a_wrong": "failed"}


def test_a_time_out_of_another_plugin_cancels_the_journey_and_keeps_its_steps(shop: Suite) -> None:
    outcome = shop.run("journeys", "-k", "never", "--timeout", "1", beside=("timeout",))
    assert (outcome.code, outcome.last) == (1, "1 failed, 2 deselected")
    assert steps_of(shop, "b_never_ends") == ["Begin: passed", "Wait: cancelled"]


@pytest.mark.parametrize("option", ["--tracer-concurrency=1", "--tracer-concurrency=2", "--tracer-headed"])
def test_ctrl_c_ends_all_and_keeps_steps_results_and_reports(shop: Suite, option: str) -> None:
    process = shop.start("journeys", "-v", "-k", "never or waits", "--tracer-report", "junit", option)
    wait_for_text(process, "  Begin  ")  # a step is shown as soon as it ended: this journey goes on
    started = psutil.Process(process.pid).children(recursive=True)
    assert started
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "KeyboardInterrupt" in output
    assert psutil.wait_procs(started, timeout=10)[1] == []
    assert shop.result()["interrupted"] is True
    assert steps_of(shop, "b_never_ends") == ["Begin: passed", "Wait: cancelled"]
    assert "Never ends" in (shop.folder / "tracer-results" / "junit.xml").read_text()
