from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tracer_reports.json import JsonReporter, read_batch
from tracer_reports.schema import result_schema, schema_text

from tracer_runner.errors import UsageError

from .hostile import TEXTS, poisoned
from .samples import batch_of, everything, failed_run

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "result.schema.json"


def test_a_result_reads_back_as_it_was(tmp_path: Path) -> None:
    JsonReporter().write(everything(), folder=tmp_path, path=None)
    assert read_batch(tmp_path / "result.json") == everything()
    assert read_batch(tmp_path) == everything()


def test_the_published_schema_is_that_of_the_model() -> None:
    hint = "run: python -m tracer_reports.schema docs/schema/result.schema.json"
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), hint


def test_a_result_is_valid_by_the_published_schema(tmp_path: Path) -> None:
    JsonReporter().write(everything(), folder=tmp_path, path=None)
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((tmp_path / "result.json").read_text(encoding="utf-8")))


def test_the_schema_refuses_what_is_no_result() -> None:
    data = json.loads(everything().model_dump_json())
    data["runs"][0]["status"] = "fine"
    data["runs"][1]["surprise"] = 1
    assert len(list(Draft202012Validator(result_schema()).iter_errors(data))) == 2


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_survives_the_way_there_and_back(text: str, tmp_path: Path) -> None:
    JsonReporter().write(poisoned(batch_of(failed_run()), text=text), folder=tmp_path, path=None)
    kept = text.encode("utf-8", errors="replace").decode("utf-8")
    assert read_batch(tmp_path).runs[0].name == kept


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no result at"),
        (b"not json", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b"[]", "is no tracer result: it holds no object"),
        (b'{"id": "bat_1"}', "is no tracer result: version: Field required"),
        (b'{"schema_version": 2, "runs": 5}', "was written by a newer tracer"),
    ],
    ids=["missing", "text", "bytes", "deep", "list", "object", "newer"],
)
def test_what_is_no_result_is_a_usage_error_that_says_why(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        read_batch(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_a_folder_without_a_result_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no result at"):
        read_batch(tmp_path)
