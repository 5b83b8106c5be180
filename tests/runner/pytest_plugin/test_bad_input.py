"""What the user can mend is said in a sentence, before anything runs."""

from __future__ import annotations

import pytest

from tests.runner.pytest_plugin.suite import Outcome, Suite

TOML = "[environments.staging]\nparams = { lamps = 3 }\n"
JOURNEY = '@journey("Count", tags=["smoke"], params={"lamps": 1})\ndef count(params):\n    pass\n'
FAULTS = {
    "--tracer-tag smok": 'No journey has the tag "smok": did you mean "smoke"?\n-> Tags are: smoke.',
    "--tracer-tag sm?ke": "tag 'sm?ke': 'sm?ke' is no tag: use up to 50 of a-z 0-9 . _ : / - and begin with a letter or"
    " digit\n-> Examples: smoke, smoke+shop, !slow.",
    "--tracer-tag !smoke": "No journey fits --tracer-tag !smoke.\n-> There are: Count (count, smoke).",
    "--tracer-env stagin": 'There is no environment "stagin": did you mean "staging"?\n'
    "-> Add [environments.stagin] to tracer.toml, or use one that is there.",
    "--tracer-journeys nowhere": "--tracer-journeys: there is no folder {folder}/nowhere. "
    "Write the folder that holds journey files.",
    "-o tracer_journeys=nowhere": "tracer_journeys: there is no folder {folder}/nowhere. "
    "Write the folder that holds journey files.",
    "--tracer-param lamps": "--tracer-param 'lamps' is not of the form NAME=VALUE.\n"
    "-> Example: --tracer-param base_url=http://127.0.0.1:8700",
    "--tracer-param lamp=2": 'No journey has the param "lamp": did you mean "lamps"?\n'
    "-> Declare it in the journey: params={…}.",
    "--tracer-param lamps=two": 'The param lamps of the journey "Count" (journeys/count.py:2) takes a whole number, '
    "and 'two' is none.\n-> Its value there is 1; write one like it.",
    "--tracer-report pdf": "There is no report 'pdf': known: ctrf, github, html, json, junit, none",
    "--tracer-concurrency 0": "--tracer-concurrency is at least 1.",
    "--tracer-output /proc/here": "The output folder /proc/here cannot be used: No such file or directory.\n"
    "-> Pass another with --tracer-output DIR.",
}
WRONG_VALUES = {
    "--tracer-trace always": "invalid choice: 'always' (choose from",
    "--tracer-video always": "invalid choice: 'always' (choose from",
    "--tracer-har always": "invalid choice: 'always' (choose from",
    "--tracer-screenshots retry": "invalid choice: 'retry' (choose from",
    "--tracer-retries 11": "invalid choice: 11 (choose from",
    "--tracer-retries one": "invalid int value: 'one'",
    "--tracer-concurrency many": "invalid int value: 'many'",
}


@pytest.fixture(scope="module")
def project(shared_suite: Suite) -> Suite:
    shared_suite.write("tracer.toml", TOML)
    shared_suite.journeys("count.py", JOURNEY)
    return shared_suite


@pytest.fixture(scope="module")
def outcomes(project: Suite) -> dict[str, Outcome]:
    arguments = (*FAULTS, *WRONG_VALUES)
    return dict(zip(arguments, project.run_each(*(f"journeys -q {one}" for one in arguments)), strict=True))


@pytest.mark.parametrize("arguments", FAULTS)
def test_a_wish_that_cannot_be_met_ends_the_session_with_what_to_do(
    outcomes: dict[str, Outcome], project: Suite, arguments: str
) -> None:
    outcome = outcomes[arguments]
    said = outcome.output.partition("ERROR: ")[2].strip()
    assert (outcome.code, said) == (4, FAULTS[arguments].replace("{folder}", str(project.folder)))


@pytest.mark.parametrize("arguments", WRONG_VALUES)
def test_a_value_that_an_option_does_not_take_is_refused(outcomes: dict[str, Outcome], arguments: str) -> None:
    outcome = outcomes[arguments]
    assert outcome.code == 4
    assert f"error: argument {arguments.split(maxsplit=1)[0]}: {WRONG_VALUES[arguments]}" in outcome.output


def test_with_xdist_the_same_is_said_in_the_same_words(project: Suite, outcomes: dict[str, Outcome]) -> None:
    for arguments in ("--tracer-tag smok", "--tracer-param lamp=2"):
        outcome = project.run("journeys", "-q", "-n", "2", *arguments.split(), beside=("xdist",))
        said = (outcome.output + outcome.errors).partition("ERROR: ")[2].strip()
        assert (outcome.code, said) == (4, FAULTS[arguments])


def test_a_tracer_toml_that_cannot_be_read_is_told_where_it_is_needed(suite: Suite) -> None:
    suite.journeys("count.py", JOURNEY)
    suite.write("tracer.toml", "[run]\ntimeot = 3\n")
    suite.write("test_plain.py", "def test_plain():\n    pass\n")
    outcome, plain = suite.run_each("journeys", "test_plain.py")
    assert outcome.code == 2
    assert "timeot" in outcome.part("ERROR collecting journeys/count.py")
    assert "Traceback" not in outcome.output
    assert plain.last == "1 passed"


def test_a_conftest_that_breaks_is_told_by_pytest_and_nothing_runs(suite: Suite) -> None:
    suite.journeys("count.py", JOURNEY)
    suite.write("journeys/conftest.py", "raise RuntimeError('broken')\n")
    outcome = suite.run("journeys")
    assert outcome.code == 4
    assert (
        outcome.errors.splitlines()[0] == f"ImportError while loading conftest '{suite.folder}/journeys/conftest.py'."
    )
    assert "E   RuntimeError: broken" in outcome.errors
    assert not (suite.folder / "tracer-results").exists()


def test_a_hook_of_a_conftest_that_breaks_ends_the_session_and_leaves_what_was_found(suite: Suite) -> None:
    suite.journeys("count.py", JOURNEY)
    suite.journeys("later.py", JOURNEY.replace("count", "later"))
    breaks = "def pytest_runtest_logfinish(nodeid):\n    raise RuntimeError('broken')\n"
    suite.write("journeys/conftest.py", breaks)
    outcome = suite.run("journeys", "--tracer-concurrency", "2")
    assert outcome.code == 3
    assert "INTERNALERROR> RuntimeError: broken" in outcome.output
    assert suite.statuses()["count"] == "passed"


def test_an_option_of_ours_that_a_conftest_adds_again_is_named(suite: Suite) -> None:
    suite.write("conftest.py", "def pytest_addoption(parser):\n    parser.addoption('--tracer-env')\n")
    outcome = suite.run("journeys")
    assert outcome.code != 0
    assert "conftest.py" in outcome.errors
    assert outcome.errors.splitlines()[-1].startswith("ValueError: option ")
    assert "--tracer-env" in outcome.errors.splitlines()[-1]


def test_an_option_that_another_plugin_has_as_well_is_left_to_it(suite: Suite) -> None:
    suite.journeys("where.py", "import os\n\n\n@journey()\ndef where():\n    print('in', os.getpid())\n")
    suite.write(
        "other_plugin.py", "def pytest_addoption(parser):\n    parser.addoption('--headed', action='store_true')\n"
    )
    suite.environ["PYTHONPATH"] = str(suite.folder)
    outcome = suite.run("journeys", "-p", "other_plugin", "--headed")
    assert outcome.last == "1 passed"
