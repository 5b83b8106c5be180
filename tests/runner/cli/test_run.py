"""`tracer run`, as the person at the terminal or the CI job sees it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.runner.cli.conftest import Run

GOOD = """@journey("Good", tags=["smoke"])
def good(page):
    with step("Open"):
        page.goto("data:text/html,<h1>x</h1>")
"""
BAD = """@journey("Bad")
def bad(page):
    with step("Open"):
        page.goto("data:text/html,<h1>x</h1>")
        assert 1 == 2
"""


@pytest.mark.browser
def test_a_passing_run_says_each_step_and_ends_with_zero(project: Any) -> None:
    project.write("good.py", GOOD)
    code, output, errors = project.run()
    assert (code, errors) == (0, "")
    assert "Good: Open" in output
    assert "1 passed" in output
    assert "HTML report: tracer-results/report.html" in output
    result = json.loads((project.folder / "tracer-results" / "result.json").read_text())
    assert result["status"] == "passed"


@pytest.mark.browser
def test_a_failing_run_says_what_broke_where_and_what_to_do_and_ends_with_one(project: Any) -> None:
    project.write("bad.py", BAD)
    project.write("good.py", GOOD)
    code, output, _ = project.run()
    assert code == 1
    assert 'Step "Open": assert 1 == 2' in output
    assert "expected: 2" in output
    assert "at journeys/bad.py:6" in output
    assert "evidence in tracer-results/runs/bad-" in output
    assert "-> For a full trace run again with `--retries 1`, or `--trace on`." in output
    assert "1 failed, 1 passed" in output


@pytest.mark.browser
def test_a_report_of_last_time_that_is_not_written_now_is_removed(project: Any, run_here: Run) -> None:
    project.write("good.py", "@journey()\ndef good():\n    pass\n")
    results = project.folder / "tracer-results"
    assert run_here("--report", "junit")[0] == 0
    assert (results / "junit.xml").exists()
    assert run_here("--report", "none")[0] == 0
    assert not (results / "junit.xml").exists()


def test_json_goes_to_standard_output_alone(project: Any) -> None:
    project.write("good.py", GOOD)
    code, output, errors = project.run("--json", "--report", "none")
    assert code == 0
    assert json.loads(output)["runs"][0]["journey"] == "good"
    assert "1 passed" in errors
    assert not (project.folder / "tracer-results" / "report.html").exists()


@pytest.mark.browser
def test_every_report_that_is_asked_for_is_written(project: Any, run_here: Run) -> None:
    project.write("good.py", GOOD)
    code, _, _ = run_here("--report", "junit=out/j.xml,ctrf", "--report", "json=out/r.json", "--report", "github")
    assert code == 0
    for path in ("out/j.xml", "tracer-results/ctrf.json", "out/r.json"):
        assert (project.folder / path).stat().st_size > 0
    assert not (project.folder / "tracer-results" / "report.html").exists()


@pytest.mark.browser
def test_what_remains_from_the_last_run_is_removed_and_nothing_else(project: Any, run_here: Run) -> None:
    project.write("good.py", GOOD)
    run_here()
    results = project.folder / "tracer-results"
    (results / "notes.txt").write_text("mine")
    before = {path.name for path in (results / "runs").iterdir()}
    run_here()
    after = {path.name for path in (results / "runs").iterdir()}
    assert len(after) == 1
    assert not before & after
    assert (results / "notes.txt").read_text() == "mine"


@pytest.mark.browser
def test_a_folder_of_somebody_else_is_written_to_and_not_cleaned(project: Any, run_here: Run) -> None:
    project.write("good.py", GOOD)
    (project.folder / "theirs" / "runs").mkdir(parents=True)
    (project.folder / "theirs" / "runs" / "keep.txt").write_text("keep")
    assert run_here("--output", "theirs")[0] == 0
    assert (project.folder / "theirs" / "runs" / "keep.txt").exists()
    assert (project.folder / "theirs" / "result.json").exists()


@pytest.mark.browser
def test_fail_fast_stops_the_rest(project: Any, run_here: Run) -> None:
    project.write("a_bad.py", BAD)
    slow = GOOD.replace("Good", "Slow").replace("good", "slow") + "        page.wait_for_timeout(60000)\n"
    project.write("b_slow.py", slow)
    code, output, _ = run_here("--fail-fast", "--concurrency", "2")
    assert code == 1
    assert "1 failed, 1 cancelled" in output


@pytest.mark.browser
def test_repeat_and_params_reach_the_journey(project: Any, run_here: Run) -> None:
    project.write(
        "p.py",
        '@journey("P", params={"count": 1})\ndef p(page, params):\n    assert params.count == 7\n',
    )
    code, output, _ = run_here("--param", "count=7", "--repeat", "3")
    assert code == 0
    assert "3 passed" in output


@pytest.mark.browser
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_cleanly_with_evidence_and_a_report_of_what_ran(project: Any, number: int) -> None:
    project.write("long.py", GOOD + '    with step("Wait"):\n        page.wait_for_timeout(60000)\n')
    process = project.start()
    assert process.stdout
    for line in process.stdout:
        if "Good: Open" in line:
            break
    process.send_signal(number)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "1 cancelled" in rest
    result = json.loads((project.folder / "tracer-results" / "result.json").read_text())
    assert result["interrupted"] is True
    (run,) = result["runs"]
    assert [step["status"] for step in run["attempts"][0]["steps"]] == ["passed", "cancelled"]
    picture = run["attempts"][0]["steps"][1]["screenshot"]
    assert picture, run["attempts"][0]["warnings"]
    assert (project.folder / "tracer-results" / picture).exists()
    assert (project.folder / "tracer-results" / "report.html").exists()


@pytest.mark.browser
def test_by_hand_journeys_run_in_this_process_one_after_another(project: Any) -> None:
    project.write("good.py", GOOD)
    project.write("bad.py", BAD)
    code, output, _ = project.run("--slowmo", "1")
    assert code == 1
    assert "1 failed, 1 passed" in output


@pytest.mark.browser
def test_the_debugger_stops_where_a_journey_fails(project: Any) -> None:
    project.write("bad.py", BAD)
    process = subprocess.run(
        [sys.executable, "-m", "tracer_runner", "run", "--pdb"],
        cwd=project.folder,
        env=project.environ,
        input="p 'I am ' + 'here'\nq\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode == 1
    assert "I am here" in process.stdout
    assert "assert 1 == 2" in process.stdout


@pytest.mark.browser
def test_a_reader_that_goes_away_does_not_keep_the_run_from_its_end(project: Any) -> None:
    project.write("good.py", GOOD)
    project.write("bad.py", BAD)
    process = project.start("--report", "none")
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    process.communicate(timeout=60)
    result = json.loads((project.folder / "tracer-results" / "result.json").read_text())
    assert len(result["runs"]) == 2


@pytest.mark.browser
def test_a_terminal_that_knows_ascii_only_still_gets_every_line(project: Any) -> None:
    project.environ |= {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    project.write("good.py", GOOD.replace("Good", "Gut für alle"))
    code, output, errors = project.run()
    assert (code, errors) == (0, "")
    assert "1 passed" in output
    assert "Gut f\\xfcr alle" in output


@pytest.mark.browser
def test_an_interrupt_ends_journeys_run_by_hand_with_evidence_and_a_report_too(project: Any) -> None:
    project.write("long.py", GOOD + '    with step("Wait"):\n        page.wait_for_timeout(60000)\n')
    process = project.start("--slowmo", "1")
    assert process.stdout
    for line in process.stdout:
        if "Good: Open" in line:
            break
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "1 cancelled" in rest
    assert json.loads((project.folder / "tracer-results" / "result.json").read_text())["interrupted"] is True


@pytest.mark.browser
def test_a_report_that_cannot_be_written_is_told_and_changes_nothing_else(project: Any) -> None:
    project.write("bad.py", BAD)
    code, output, errors = project.run("--report", "html=/proc/nowhere/x.html,junit,github", "--json")
    assert code == 1
    assert "The report 'html' could not be written" in errors
    assert (project.folder / "tracer-results" / "junit.xml").exists()
    assert json.loads(output)["status"] == "failed"
    assert "::error" in errors
