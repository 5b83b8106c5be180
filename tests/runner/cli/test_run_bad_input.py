"""`tracer run` given what it cannot use: a message that names the thing and the next step, and nothing written."""

from __future__ import annotations

import sys

import pytest

from tests.runner.cli.conftest import Project, Run

GOOD = """@journey("Good", tags=["smoke"])
def good(page):
    with step("Open"):
        page.goto("data:text/html,<h1>x</h1>")
"""


def test_a_missing_secret_is_named_before_a_browser_starts_and_is_an_error(project: Project, run_here: Run) -> None:
    project.environ["TRACER_BROWSER"] = sys.executable  # it would fail, were it started
    project.write(
        "s.py", '@journey("S", secrets=["SHOP_PASSWORD"])\ndef s(page, secrets):\n    print(secrets.SHOP_PASSWORD)\n'
    )
    code, output, _ = run_here()
    assert code == 4
    assert "SHOP_PASSWORD" in output
    assert "journeys/s.py" in output
    assert "-> " in output


def test_a_missing_param_is_named_before_a_browser_starts_and_is_an_error(project: Project, run_here: Run) -> None:
    project.environ["TRACER_BROWSER"] = sys.executable
    project.write(
        "p.py", '@journey("P", params={"base_url": None})\ndef p(page, params):\n    page.goto(params.base_url)\n'
    )
    code, output, _ = run_here()
    assert code == 4
    assert "base_url" in output
    assert "--param base_url=" in output


BAD_FILES = {
    "a syntax error": ("def (:\n", "journeys/x.py:2: "),
    "an unknown argument": ('@journey("X")\ndef x(pgae): pass\n', 'journeys/x.py:3: there is no argument "pgae"'),
    "an async journey": ('@journey("X")\nasync def x(page): pass\n', "journeys/x.py:3: "),
    "retries on a with step": (
        '@journey("X")\ndef x(page):\n    with step("A", retries=1): pass\n',
        "journeys/x.py:4: retries",
    ),
    "an argument that is no literal": ('N = "X"\n@journey(N)\ndef x(page): pass\n', "journeys/x.py:3: "),
    "two journeys with one key": (
        '@journey("X")\ndef x(page): pass\n@journey("Y", id="x")\ndef y(page): pass\n',
        "journeys/x.py:4: ",
    ),
    "an import error": ('import no_such_module\n@journey("X")\ndef x(page): pass\n', "journeys/x.py:2: "),
    "an error while importing": ('@journey("X")\ndef x(page): pass\n1 / 0\n', "journeys/x.py:4: "),
    "a file that leaves": ('import sys\n@journey("X")\ndef x(page): pass\nsys.exit(0)\n', "journeys/x.py:5: "),
    "a device nobody knows": ('@journey("X", device="iPhone 99")\ndef x(page): pass\n', "journeys/x.py:"),
    "no journeys": ("x = 1\n", "no journeys found"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_journey_file_with_a_fault_is_named_with_its_line_and_nothing_is_written(
    project: Project, run_here: Run, what: str
) -> None:
    code_text, message = BAD_FILES[what]
    project.write("x.py", code_text)
    code, output, errors = run_here("journeys")
    assert code == 2, output
    assert message in errors
    assert "Traceback" not in errors
    assert not (project.folder / "tracer-results").exists()


def test_all_faults_of_all_files_are_told_at_once(project: Project, run_here: Run) -> None:
    project.write("one.py", '@journey("X")\ndef x(pgae): pass\n')
    project.write("two.py", '@journey("Y")\nasync def y(page): pass\n')
    code, _, errors = run_here()
    assert code == 2
    assert "journeys/one.py:3" in errors
    assert "journeys/two.py:3" in errors


BAD_OPTIONS = {
    "a path that is missing": (["nowhere.py"], "nowhere.py: there is no such file or folder"),
    "a tag nobody has": (["--tag", "smoek"], 'did you mean "smoke"?'),
    "a tag that is none": (["--tag", "No Tag"], "is no tag"),
    "a name nobody has": (["--name", "goood"], "Good"),
    "an environment that is not there": (["--env", "staging"], 'There is no environment "staging"'),
    "a browser there is not": (["--browser", "opera"], 'There is no browser "opera"'),
    "a device there is not": (["--device", "iPhone 1555"], "There is no device"),
    "a report there is not": (["--report", "htlm"], 'did you mean "html"?'),
    "a report with an empty path": (["--report", "html="], "names no path"),
    "a report into a folder": (["--report", "junit=journeys"], "is a folder"),
    "a path for a report that takes none": (["--report", "github=x"], "takes no path"),
    "a param without a value": (["--param", "base_url"], "NAME=VALUE"),
    "a param nobody has": (["--param", "bsae_url=x"], "bsae_url"),
    "a trace mode there is not": (["--trace", "always"], "on, failure, retry, off"),
    "an output folder under a file": (["--output", "journeys/good.py/x"], "--output DIR"),
}


@pytest.mark.parametrize("what", BAD_OPTIONS)
def test_an_option_that_cannot_be_meant_is_named_with_the_next_step(project: Project, run_here: Run, what: str) -> None:
    arguments, message = BAD_OPTIONS[what]
    project.write("good.py", GOOD)
    code, output, errors = run_here(*arguments)
    assert code == 2, output
    assert message in errors
    assert "Traceback" not in errors
    assert not (project.folder / "tracer-results").exists()


def test_all_faults_of_the_settings_are_told_at_once(project: Project, run_here: Run) -> None:
    project.write("good.py", GOOD)
    (project.folder / "tracer.toml").write_text('[run]\ntimeout = "soon"\nretires = 2\n')
    code, _, errors = run_here()
    assert code == 2
    assert "timeout" in errors
    assert "retires" in errors


def test_a_chosen_browser_that_is_not_there_is_named_with_the_next_step(project: Project, run_here: Run) -> None:
    project.write("good.py", GOOD)
    project.environ["TRACER_BROWSER"] = str(project.folder / "no-browser")
    code, _, errors = run_here()
    assert code == 4
    assert "no-browser, does not exist" in errors
    assert "-> Correct TRACER_BROWSER or tracer.toml, or leave it out and let tracer find one." in errors
    assert not (project.folder / "tracer-results").exists()


def test_a_browser_that_does_not_start_is_an_error_and_no_failure(project: Project, run_here: Run) -> None:
    project.write("good.py", GOOD)
    project.environ["TRACER_BROWSER"] = "/bin/false"
    code, output, _ = run_here()
    assert code == 4
    assert "1 error" in output
    assert "did not start" in output
    assert "tracer doctor" in output


def test_a_video_without_ffmpeg_is_refused_before_anything_starts(project: Project, run_here: Run) -> None:
    project.write("good.py", GOOD)
    project.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(project.folder / "nothing")
    code, _, errors = run_here("--video", "on")
    assert code == 4
    assert "ffmpeg" in errors
    assert "Run without --video" in errors
    assert not (project.folder / "tracer-results").exists()
