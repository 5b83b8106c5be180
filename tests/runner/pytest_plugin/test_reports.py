"""Reports: those of pytest and its plugins carry what is known of journeys, and ours cover the whole session."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest

from tests.runner.pytest_plugin.suite import Outcome, Suite

JOURNEYS = """
@journey("Heading", tags=["smoke"])
def heading(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")
    with step("Look"):
        assert page.inner_text("h1") == "Chairs"


@journey("Good")
def good():
    with step("Open"):
        print("well")


@journey("Lacks", params={"url": None})
def lacks(params):
    pass
"""
USES_FIXTURE = """
def test_with_fixture(tracer):
    assert tracer.run("journeys/shop.py::good").passed


def test_plain():
    pass
"""
OURS = ("--tracer-report", "junit,ctrf,html", "--tracer-report", "json=again.json,github")
THEIRS = ("--junitxml=theirs.xml", "--html=theirs.html", "--self-contained-html", "--ctrf=theirs.json")
BESIDE = ("html", "metadata", "ctrf", "xdist")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[(), ("-n", "2")], ids=["alone", "distributed"])
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Suite, Outcome]:
    suite = Suite(tmp_path_factory.mktemp("suite"))
    suite.journeys("shop.py", JOURNEYS)
    suite.write("test_own.py", USES_FIXTURE)
    return suite, suite.run("journeys", "test_own.py", *request.param, *OURS, *THEIRS, beside=BESIDE)


Session = tuple[Suite, Outcome]


def test_one_result_and_one_report_of_each_kind_cover_all_journeys_of_the_session(session: Session) -> None:
    suite, outcome = session
    assert outcome.last == "1 failed, 3 passed, 1 error"
    runs = suite.result()["runs"]
    assert sorted((run["journey"], run["status"]) for run in runs) == [
        ("good", "passed"),
        ("good", "passed"),
        ("heading", "failed"),
        ("lacks", "error"),
    ]
    assert {run["batch_id"] for run in runs} == {suite.result()["id"]}
    assert json.loads((suite.folder / "again.json").read_text())["id"] == suite.result()["id"]
    for name in ("junit.xml", "ctrf.json", "report.html"):
        text = (suite.folder / "tracer-results" / name).read_text()
        assert "Chairs" in text
        assert "Lacks" in text
    assert "HTML report: tracer-results/report.html" in outcome.output


def test_evidence_of_all_runs_lies_where_the_result_says(session: Session) -> None:
    suite, _ = session
    (heading,) = (run for run in suite.result()["runs"] if run["journey"] == "heading")
    pictures = [step["screenshot"] for step in heading["attempts"][-1]["steps"]]
    assert len(pictures) == 2
    for picture in pictures:
        assert (suite.folder / "tracer-results" / picture).stat().st_size > 0


def test_github_is_told_the_line_that_failed(session: Session) -> None:
    _, outcome = session
    assert re.search(r"^::error file=journeys/shop.py,line=8,.*Chairs", outcome.output, re.MULTILINE)


def test_junit_xml_of_pytest_has_steps_and_the_status_as_properties(session: Session) -> None:
    suite, _ = session
    cases = {case.get("name"): case for case in ET.parse(suite.folder / "theirs.xml").iter("testcase")}
    properties = [(one.get("name"), one.get("value") or "") for one in cases["heading"].iter("property")]
    steps = [value for name, value in properties if name == "step"]
    assert [step.rpartition(", ")[0] for step in steps] == ["Open: passed", "Look: failed"]
    failure = cases["heading"].find("failure")
    assert failure is not None
    assert "at journeys/shop.py:8" in (failure.text or "")
    assert ("tracer_status", "failed") in properties
    lacks = [(one.get("name"), one.get("value")) for one in cases["lacks"].iter("property")]
    assert ("tracer_status", "error") in lacks


def test_pytest_html_shows_steps_and_pictures(session: Session) -> None:
    suite, _ = session
    page = (suite.folder / "theirs.html").read_text()
    assert page.count("data:image/jpeg;base64,") >= 2


def test_pytest_json_ctrf_has_the_reason_and_the_steps_of_what_failed(session: Session) -> None:
    suite, _ = session
    tests = {test["name"]: test for test in json.loads((suite.folder / "theirs.json").read_text())["results"]["tests"]}
    assert tests["journeys/shop.py::heading"]["message"] == "Look: assert 'Lamps' == 'Chairs'"
    assert "  passed   Open  " in tests["journeys/shop.py::heading"]["trace"]


def test_the_failure_is_placed_for_plugins_that_annotate(suite: Suite) -> None:
    """As pytest-github-actions-annotate-failures does: `report.longrepr.reprcrash` has file, line and reason."""
    suite.journeys("shop.py", JOURNEYS)
    suite.write(
        "conftest.py",
        "def pytest_runtest_logreport(report):\n"
        "    if report.failed:\n"
        "        crash = report.longrepr.reprcrash\n"
        "        print('placed', crash.path, crash.lineno, crash.message)\n",
    )
    outcome = suite.run("journeys", "-s", "-q")
    assert "placed journeys/shop.py 8 Look: assert 'Lamps' == 'Chairs'\n" in outcome.output
    assert "placed journeys/shop.py 17 The journey" in outcome.output


def test_no_report_is_written_when_none_is_wanted(suite: Suite) -> None:
    suite.journeys("good.py", '@journey("Good")\ndef good():\n    pass\n')
    outcome = suite.run("journeys", "--tracer-report", "none", "--tracer-output", "elsewhere")
    assert "HTML report" not in outcome.output
    assert {path.name for path in (suite.folder / "elsewhere").iterdir()} == {".tracer-output", "result.json"}
    assert not (suite.folder / "tracer-results").exists()
