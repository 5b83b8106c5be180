from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from junitparser import JUnitXml
from tracer_reports.junit import JunitReporter

from tracer_runner.model.run import Batch
from tracer_runner.model.status import RunStatus

from .hostile import LONG, TEXTS, poisoned
from .junit_grammar import faults
from .samples import (
    attempt_of,
    batch_of,
    cancelled_run,
    error_of,
    error_run,
    everything,
    failed_run,
    flaky_run,
    passed_run,
    run_of,
    step_of,
)


def written(batch: Batch, *, folder: Path) -> Xml.Element:
    """The document the reporter writes."""
    JunitReporter().write(batch, folder=folder, path=None)
    return Xml.parse(folder / "junit.xml").getroot()


def case_of(root: Xml.Element) -> Xml.Element:
    """Its only test case."""
    (case,) = root.iter("testcase")
    return case


def test_every_ending_gives_a_valid_document(tmp_path: Path) -> None:
    missed = run_of(status=RunStatus.MISSED, error=None, journey="missed")
    batch = everything()
    assert faults(written(batch.model_copy(update={"runs": (*batch.runs, missed)}), folder=tmp_path)) == []


def test_an_empty_batch_gives_a_valid_document(tmp_path: Path) -> None:
    assert faults(written(batch_of(), folder=tmp_path)) == []


def test_the_rules_find_what_is_wrong() -> None:
    case = '<testcase name="a" classname="b" time="1.000"><system-out/><failure type="x"/><surprise/></testcase>'
    suite = f'<testsuite name="a" tests="1" failures="0" errors="0" skipped="0" time="1">{case}</testsuite>'
    root = Xml.fromstring(f'<testsuites tests="2">{suite}</testsuites>')
    found = "\n".join(faults(root))
    for fault in ("counts tests", "time='1'", "testcase holds system-out failure", "unknown element surprise"):
        assert fault in found


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_in_every_field_gives_a_valid_document(text: str, tmp_path: Path) -> None:
    assert faults(written(poisoned(everything(), text=text), folder=tmp_path)) == []


def test_five_megabytes_in_every_field_stay_a_small_valid_document(tmp_path: Path) -> None:
    root = written(poisoned(batch_of(failed_run()), text=LONG), folder=tmp_path)
    assert faults(root) == []
    assert (tmp_path / "junit.xml").stat().st_size < 1_000_000


def test_another_reader_of_junit_sees_the_same_numbers(tmp_path: Path) -> None:
    JunitReporter().write(everything(), folder=tmp_path, path=tmp_path / "other.xml")
    read = JUnitXml.fromfile(str(tmp_path / "other.xml"))
    assert (read.tests, read.failures, read.errors) == (6, 1, 1)
    assert sum(suite.skipped for suite in read) == 1
    assert not (tmp_path / "junit.xml").exists()


def test_a_failed_run_says_what_where_and_why(tmp_path: Path) -> None:
    case = case_of(written(batch_of(failed_run()), folder=tmp_path))
    assert case.attrib == {"classname": "journeys.checkout", "name": "Checkout", "time": "4.200"}
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "AssertionError"
    assert failure.get("message") == "Step “Pay / Confirm” failed: Expected the order number to start with LS-."
    for part in ("expected: LS-1042", "actual: ERR-1042", ">   31", "page: http://127.0.0.1:8700/orders/new", "hint: "):
        assert part in (failure.text or "")


def test_tags_and_steps_are_properties_of_the_suite(tmp_path: Path) -> None:
    root = written(batch_of(failed_run(environment="staging", owner="shop team")), folder=tmp_path)
    properties = [(each.get("name"), each.get("value")) for each in root.iter("property")]
    assert ("tag", "smoke") in properties
    assert ("tag", "shop") in properties
    assert ("environment", "staging") in properties
    assert ("commit", "4f2a91c07be3") in properties
    assert ("step[3]", "failed: Pay / Confirm") in properties


def test_steps_output_and_attachments_stand_in_system_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    root = written(batch_of(failed_run()), folder=Path("results"))
    out = (case_of(root).findtext("system-out") or "").splitlines()
    assert "[passed] Log in (900 ms)" in out
    assert "  [failed] Confirm (900 ms)" in out
    assert "[skipped] Show recommendations" in out
    assert "bought LS-lamp" in out
    assert out[-2:] == [
        "[[ATTACHMENT|results/checkout/attempt-1/trace.zip]]",
        "[[ATTACHMENT|results/checkout/attempt-1/video.webm]]",
    ]


def test_a_run_that_could_not_look_is_an_error_and_no_failure(tmp_path: Path) -> None:
    case = case_of(written(batch_of(error_run()), folder=tmp_path))
    error = case.find("error")
    assert error is not None
    assert error.get("type") == "MissingSecret"
    assert case.find("failure") is None


def test_a_cancelled_run_is_skipped(tmp_path: Path) -> None:
    skipped = case_of(written(batch_of(cancelled_run()), folder=tmp_path)).find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "It was cancelled before it ended."


def test_a_flaky_run_passes_and_keeps_its_failed_attempt(tmp_path: Path) -> None:
    case = case_of(written(batch_of(flaky_run()), folder=tmp_path))
    earlier = case.find("flakyFailure")
    assert earlier is not None
    assert earlier.get("message") == "Attempt 1: The button did not answer."
    assert case.find("failure") is None


def test_attempts_before_the_last_failed_one_are_reruns(tmp_path: Path) -> None:
    def broken(number: int, status: RunStatus) -> object:
        step = step_of(0, "Pay", error=error_of(f"Try {number}.", step="Pay"))
        return attempt_of([step], number=number, status=status)

    run = run_of(broken(1, RunStatus.FAILED), broken(2, RunStatus.ERROR), broken(3, RunStatus.FAILED))  # type: ignore[arg-type]
    root = written(batch_of(run), folder=tmp_path)
    assert faults(root) == []
    assert [child.tag for child in case_of(root)] == ["failure", "rerunFailure", "rerunError", "system-out"]


def test_the_same_journey_at_two_locations_has_two_names(tmp_path: Path) -> None:
    root = written(batch_of(passed_run(location="eu"), passed_run(location="us")), folder=tmp_path)
    assert [case.get("name") for case in root.iter("testcase")] == ["Search (eu)", "Search (us)"]
