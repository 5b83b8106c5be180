"""Nothing a journey does hangs its runner, takes its neighbours with it, or passes for what it is not."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.protocol import Configure, Limits
from tracer_runner.engine.running.runner_main import ORPHANED
from tracer_runner.engine.supervision import fleet, live
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.model.event import AttemptStarted
from tracer_runner.model.status import RunStatus

pytestmark = pytest.mark.browser
HEALTHY = """
        import os, signal, sys, time
        import psutil

        @journey("Healthy", timeout="60s")
        def healthy(page):
            for number in range(4):
                with step(f"Look {number}"):
                    page.goto("data:text/html,<h1>fine</h1>")
                    page.wait_for_timeout(150)
"""
SHORT = Limits(journey=4, step=3, action=2, expect=1)


def beside_a_healthy_one(bench: Any, body: str, **options: Any) -> tuple[Any, Any]:
    """The run of `body`, and of a healthy journey beside it."""
    culprit = f"""
        @journey("Culprit")
        def culprit(page):
            {body}
    """
    runs = bench.run(HEALTHY + culprit, limits=SHORT, **options)
    return runs["culprit"], runs["healthy"]


HANDLER = """def handler(_):
                {}
            page.on("console", handler)
            with step("Log"):
                page.goto("data:text/html,<script>console.log(1)</script>")
                page.wait_for_timeout(5000)"""
WRONG = {
    'page.evaluate("new Promise(() => {})")': ("failed", "JourneyTimeout"),
    'with step("Wait", timeout="1s"): page.evaluate("new Promise(() => {})")': ("failed", "StepTimeout"),
    'with step("Spin", timeout="1s"): page.set_content("<script>while (true);</script>")': ("failed", "TimeoutError"),
    'with step("Click", timeout="2s"): page.get_by_role("button", name="Gone").click()': ("failed", "TimeoutError"),
    'with step("Pay", timeout="1.5s"): page.get_by_label("Card").fill("1")': ("failed", "TimeoutError"),
    'with step("Leave"): sys.exit(3)': ("failed", "SystemExit"),
    'with step("Stop"): raise KeyboardInterrupt': ("failed", "KeyboardInterrupt"),
    'with step("Go"): page.goto("http://127.0.0.1:9/")': ("failed", "Error"),
    'with step("Crash"): page.goto("chrome://crash")': ("error", "PageCrashed"),  # as long as it is not reproduced
    HANDLER.format('raise ValueError("boom")'): ("failed", "ListenerError"),
    HANDLER.format("sys.exit(5)"): ("failed", "ListenerError"),
}


def test_what_the_site_or_the_journey_does_wrong_fails_it_and_nobody_else(bench: Any, supervisor: Supervisor) -> None:
    over = bench.folder / "over"
    healthy = f"""
        import sys
        from pathlib import Path

        @journey("Healthy", timeout="80s")
        def healthy(page):
            while not Path({str(over)!r}).exists():
                with step("Look"):
                    page.goto("data:text/html,<h1>fine</h1>")
                    page.wait_for_timeout(150)
    """
    culprits = [
        f"""
        @journey("Culprit {number}")
        def culprit_{number}(page):
            {body}
        """
        for number, body in enumerate(WRONG)
    ]
    beside, *requests = bench.plan(healthy + "".join(culprits))
    neighbour = supervisor.submit(beside)
    futures = [supervisor.submit(request.model_copy(update={"limits": SHORT})) for request in requests]
    ended = {body: future.result(70) for body, future in zip(WRONG, futures, strict=True)}
    over.touch()
    run = neighbour.result(30)
    assert (run.status, run.reruns, len(run.attempts)) == (RunStatus.PASSED, 0, 1)
    assert {body: (str(run.status), run.error.class_) for body, run in ended.items()} == WRONG
    assert {run.reruns for run in ended.values()} == {0}
    (unpaid,) = [run for body, run in ended.items() if "Pay" in body]
    assert 'waiting for get_by_label("Card")' in unpaid.error.message


def test_a_journey_that_blocks_a_while_is_warned_and_its_neighbours_clock_stands_still(bench: Any) -> None:
    runs = bench.run(f"""
        import time
        from pathlib import Path
        waiting = Path({str(bench.folder / "waiting")!r})

        @journey("Culprit")
        def culprit(page):
            while not waiting.exists():
                page.wait_for_timeout(10)
            with step("Block"):
                time.sleep(2)

        @journey("Neighbour")
        def neighbour(page):
            with step("Wait", budget="1.5s"):
                waiting.touch()
                page.wait_for_timeout(500)
    """)
    culprit, neighbour = runs["culprit"], runs["neighbour"]
    assert culprit.status is RunStatus.PASSED
    assert any("time.sleep(2)" in warning and "run.blocking" in warning for warning in culprit.last.warnings)
    assert (neighbour.status, neighbour.reruns) == (RunStatus.PASSED, 0)
    assert neighbour.steps[0].stalled_ms > 1000


@pytest.mark.parametrize("body", ["time.sleep(600)", "\n                while True: pass"])
def test_a_journey_that_blocks_past_its_step_is_ended_with_what_had_arrived_and_its_neighbours_run_again(
    bench: Any, body: str
) -> None:
    culprit, healthy = beside_a_healthy_one(
        bench,
        f"""with step("Open"):
                page.goto("data:text/html,<h1>x</h1>")
                print("opened")
            with step("Block", timeout="1s"): {body}""",
    )
    assert (culprit.status, culprit.error.class_, culprit.error.step) == (RunStatus.FAILED, "Blocked", "Block")
    assert "run.blocking" in culprit.error.hint
    assert (healthy.status, healthy.reruns) == (RunStatus.PASSED, 1)
    assert [(step.name, str(step.status)) for step in culprit.steps] == [("Open", "passed"), ("Block", "failed")]
    assert (bench.output / culprit.steps[0].screenshot).exists()
    assert culprit.last.output == "opened"
    assert any("had arrived" in warning for warning in culprit.last.warnings)


def test_a_journey_that_swallows_its_deadline_is_ended_by_the_supervisor(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SUPERVISOR_GRACE", 1.0)
    swallow = """while True:
                try:
                    page.evaluate("new Promise(() => {})")
                except BaseException:
                    pass"""
    culprit, healthy = beside_a_healthy_one(bench, swallow)
    assert (culprit.status, culprit.error.class_) == (RunStatus.FAILED, "JourneyTimeout")
    assert healthy.status is RunStatus.PASSED


def test_a_page_that_crashes_again_on_the_retry_has_failed(bench: Any) -> None:
    culprit, _ = beside_a_healthy_one(bench, 'with step("Crash"): page.goto("chrome://crash")', retries=1)
    assert (culprit.status, culprit.error.class_) == (RunStatus.FAILED, "PageCrashed")


def test_a_dead_browser_is_an_error_although_playwright_answers_with_nothing(bench: Any) -> None:
    kill = """with step("Kill"):
                page.goto("data:text/html,<title></title>")
                for process in psutil.Process().children(recursive=True):
                    if process.status() == psutil.STATUS_ZOMBIE or "node" in process.name():
                        continue
                    if "--type" not in " ".join(process.cmdline()):
                        process.kill()
                assert page.title() == "\""""
    culprit, healthy = beside_a_healthy_one(bench, kill)
    assert (culprit.status, culprit.error.class_) == (RunStatus.ERROR, "BrowserLost")
    assert healthy.status is RunStatus.PASSED


def test_a_dead_driver_is_an_error(bench: Any) -> None:
    kill = """with step("Kill"):
                for process in psutil.Process().children():
                    process.kill()
                page.goto("data:text/html,<title></title>")"""
    culprit, healthy = beside_a_healthy_one(bench, kill)
    assert (culprit.status, culprit.error.class_) == (RunStatus.ERROR, "DriverLost")
    assert (healthy.status, healthy.reruns) == (RunStatus.PASSED, 1)


def test_a_dead_runner_is_an_error_and_its_neighbours_run_again(bench: Any) -> None:
    culprit, healthy = beside_a_healthy_one(bench, 'with step("Kill"): os.kill(os.getpid(), signal.SIGKILL)')
    assert (culprit.status, culprit.error.class_) == (RunStatus.ERROR, "RunnerLost")
    assert (healthy.status, healthy.reruns) == (RunStatus.PASSED, 1)


def test_cancelling_ends_a_run_that_waits_and_one_under_way_with_its_evidence(
    bench: Any, browser_choice: BrowserChoice
) -> None:
    requests = bench.plan(
        """
        @journey("Long")
        def long(page):
            with step("Open"):
                page.goto("data:text/html,<h1>x</h1>")
            with step("Wait"):
                page.wait_for_timeout(60000)
        """,
        repeat=3,
    )
    supervisor: Supervisor

    def cancel_when_both_began(event: Any) -> None:
        if isinstance(event, AttemptStarted):
            began.append(event.run_id)
            if len(began) == 2:
                supervisor.cancel_all()

    began: list[str] = []
    configure = Configure(project=str(bench.project), warm=browser_choice)
    with Supervisor(configure, concurrency=2, on_event=cancel_when_both_began) as supervisor:
        runs = [future.result(60) for future in [supervisor.submit(request) for request in requests]]
    assert [run.status for run in runs] == [RunStatus.CANCELLED] * 3
    assert [len(run.attempts) for run in runs] == [1, 1, 0]


LEAVING = {
    "a journey that ends": "pass",
    "a killed browser": "[p.kill() for p in psutil.Process().children(recursive=True) if 'node' not in p.name()]",
    "a stopped driver and a killed runner": """
                [p.suspend() for p in psutil.Process().children()]
                os.kill(os.getpid(), signal.SIGKILL)""",
}


@pytest.mark.parametrize("what", LEAVING)
def test_nothing_is_left_behind_by(
    bench: Any, browser_choice: BrowserChoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    (request,) = bench.plan(f"""
        import os, signal
        import psutil

        @journey("Leave")
        def leave(page):
            page.goto("data:text/html,<h1>x</h1>")
            with step("Leave"):
                {LEAVING[what]}
    """)
    files = psutil.Process().num_fds() if hasattr(psutil.Process, "num_fds") else 0
    configure = Configure(project=str(bench.project), warm=browser_choice)
    with Supervisor(configure, rerun=False) as supervisor:
        supervisor.submit(request).result(60)
    assert list(_alive(scratch)) == []
    assert list(scratch.iterdir()) == []
    assert (psutil.Process().num_fds() if files else 0) == files


def _alive(scratch: Path) -> Iterator[str]:
    """The processes that were started with this folder for their temporary files."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("TMPDIR", "").startswith(str(scratch)) and process.status() != "zombie":
                yield process.name()


@pytest.mark.parametrize(
    ("top", "reason"),
    [("import os; os._exit(3)", "ended the process"), ("import time; time.sleep(600)", "did not end")],
)
def test_a_file_that_ends_or_holds_up_its_runner_while_it_is_imported_is_a_load_fault(
    bench: Any, browser_choice: BrowserChoice, monkeypatch: pytest.MonkeyPatch, top: str, reason: str
) -> None:
    monkeypatch.setattr(fleet, "LOAD_SECONDS", 1.0)
    (request,) = bench.plan(f"""
        {top}

        @journey("Import")
        def imports(page):
            pass
    """)
    with Supervisor(Configure(project=str(bench.project), warm=browser_choice)) as supervisor:
        (fault,) = supervisor.load([request.journey]).result(60)
    assert "journey.py: importing the journey files" in fault
    assert reason in fault


def test_an_observer_that_raises_does_not_end_the_runs(
    bench: Any, browser_choice: BrowserChoice, capsys: pytest.CaptureFixture[str]
) -> None:
    (request,) = bench.plan("""
        @journey("Seen")
        def seen(page):
            pass
    """)

    def raises(event: Any) -> None:
        raise BrokenPipeError("nobody reads")

    configure = Configure(project=str(bench.project), warm=browser_choice)
    with Supervisor(configure, on_event=raises) as supervisor:
        assert supervisor.submit(request).result(60).status is RunStatus.PASSED
    assert capsys.readouterr().err.count("nobody reads") == 1


def test_a_thread_that_never_returns_does_not_keep_its_runner(bench: Any, browser_choice: BrowserChoice) -> None:
    (request,) = bench.plan(
        """
        import threading

        @journey("Thread")
        def thread(run):
            with step("Wait", timeout="1s"):
                run.blocking(threading.Event().wait)
        """
    )
    with Supervisor(Configure(project=str(bench.project))) as supervisor:
        assert supervisor.submit(request).result(60).error.class_ == "StepTimeout"


IMPATIENT = """
import sys
from tracer_runner.engine.running import runner_main
runner_main.ORPHAN_SECONDS = 0.5
sys.exit(runner_main.main())
"""


def test_a_runner_whose_supervisor_was_killed_ends_although_a_journey_blocks_it(bench: Any, tmp_path: Path) -> None:
    (request,) = bench.plan("""
        @journey("Spin")
        def spin():
            with step("Spin"):
                while True:
                    pass
    """)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    pipes = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
    command = [sys.executable, "-c", IMPATIENT, scratch]
    with subprocess.Popen(command, env=os.environ | {"TMPDIR": str(scratch)}, **pipes) as process:
        for message in (Configure(project=str(bench.project)), request.execute(1)):
            process.stdin.write(message.model_dump_json().encode() + b"\n")
        process.stdin.flush()
        assert any(b"step_started" in line for line in process.stdout)
        process.stdin.close()  # as when the supervisor is killed
        assert process.wait(60) == ORPHANED
    assert not scratch.exists()
    assert list(_alive(scratch)) == []


def test_a_journey_that_never_stops_to_begin_steps_is_stopped(bench: Any) -> None:
    run = bench.run_one("""
        @journey("Steps")
        def steps():
            while True:
                with step("Again"):
                    pass
    """)
    assert run.status is RunStatus.FAILED
    assert "more than 5,000 steps" in run.error.message
