from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from tracer_reports.ctrf import CtrfReporter

from tracer_runner.model.run import Batch
from tracer_runner.model.status import RunStatus

from .hostile import LONG, TEXTS, poisoned
from .samples import batch_of, everything, failed_run, flaky_run, run_of

SCHEMA = Path(__file__).parent.parent / "data" / "vendor_ctrf" / "ctrf-schema-0.0.json"


def written(batch: Batch, *, folder: Path) -> dict[str, Any]:
    """The document the reporter writes; valid by the official schema."""
    CtrfReporter().write(batch, folder=folder, path=None)
    document: dict[str, Any] = json.loads((folder / "ctrf.json").read_text(encoding="utf-8"))
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker())
    assert [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(document)] == []
    return document


def test_every_ending_gives_a_valid_document(tmp_path: Path) -> None:
    document = written(everything(), folder=tmp_path)
    assert document["reportFormat"] == "CTRF"
    assert document["specVersion"] == "1.0.0"
    assert document["results"]["tool"] == {"name": "tracer", "version": "0.1.0"}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_in_every_field_gives_a_valid_document(text: str, tmp_path: Path) -> None:
    written(poisoned(everything(), text=text), folder=tmp_path)


def test_five_megabytes_in_every_field_stay_a_small_document(tmp_path: Path) -> None:
    written(poisoned(batch_of(failed_run()), text=LONG), folder=tmp_path)
    assert (tmp_path / "ctrf.json").stat().st_size < 1_000_000


def test_the_summary_counts_what_the_tests_say(tmp_path: Path) -> None:
    missed = run_of(status=RunStatus.MISSED, error=None, journey="missed")
    summary = written(batch_of(*everything().runs, missed), folder=tmp_path)["results"]["summary"]
    numbers = {name: summary[name] for name in ("tests", "passed", "failed", "skipped", "pending", "other", "flaky")}
    assert numbers == {"tests": 7, "passed": 3, "failed": 2, "skipped": 2, "pending": 0, "other": 0, "flaky": 1}
    assert summary["stop"] - summary["start"] == 9400


def test_the_own_word_for_each_ending_is_kept(tmp_path: Path) -> None:
    tests = written(everything(), folder=tmp_path)["results"]["tests"]
    assert [(test["status"], test["rawStatus"]) for test in tests] == [
        ("passed", "passed"),
        ("failed", "failed"),
        ("failed", "error"),
        ("passed", "degraded"),
        ("passed", "passed"),
        ("skipped", "cancelled"),
    ]


def test_a_failed_run_carries_its_reason_steps_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    (test,) = written(batch_of(failed_run()), folder=Path("results"))["results"]["tests"]
    assert test["message"] == "Step “Pay / Confirm” failed: Expected the order number to start with LS-."
    assert test["trace"].startswith("journeys/checkout.py:31")
    assert 'assert order.startswith("LS-")' in test["snippet"]
    assert (test["filePath"], test["line"], test["tags"]) == ("journeys/checkout.py", 14, ["smoke", "shop"])
    assert test["steps"][3]["name"] == "Pay / Confirm"
    assert test["steps"][3]["status"] == "failed"
    assert test["steps"][4] == {"name": "Show recommendations", "status": "skipped", "extra": {"rawStatus": "skipped"}}
    assert [(each["contentType"], each["path"]) for each in test["attachments"]] == [
        ("image/jpeg", "results/checkout/attempt-1/0.jpg"),
        ("image/jpeg", "results/checkout/attempt-1/3.jpg"),
        ("application/zip", "results/checkout/attempt-1/trace.zip"),
        ("video/webm", "results/checkout/attempt-1/video.webm"),
    ]
    assert test["stdout"] == ["bought LS-lamp"]
    assert test["extra"]["pageUrl"] == "http://127.0.0.1:8700/orders/new"


def test_a_flaky_run_keeps_its_earlier_attempts(tmp_path: Path) -> None:
    (test,) = written(batch_of(flaky_run()), folder=tmp_path)["results"]["tests"]
    assert (test["status"], test["flaky"], test["retries"]) == ("passed", True, 1)
    (attempt,) = test["retryAttempts"]
    assert (attempt["attempt"], attempt["status"]) == (1, "failed")
    assert attempt["message"] == "The button did not answer."


def test_the_environment_says_what_was_built_where(tmp_path: Path) -> None:
    batch = batch_of(failed_run(environment="staging"), metadata={"commit": "c1", "branch": "main", "team": "shop"})
    assert written(batch, folder=tmp_path)["results"]["environment"] == {
        "commit": "c1",
        "branchName": "main",
        "osPlatform": "Linux x86_64",
        "testEnvironment": "staging",
        "extra": {"team": "shop"},
    }
