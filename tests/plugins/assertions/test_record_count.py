"""`record_count`."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.record_count import RecordCount

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import examine, records


@pytest.mark.parametrize(
    ("values", "wanted", "passed", "told"),
    [
        (["192.0.2.1"], {"equals": 1}, True, "example.com (A) has 1 record."),
        (["192.0.2.1"], {"equals": 2}, False, "example.com (A) has 1 record; expected 2."),
        (["192.0.2.1", "192.0.2.2"], {"greater_than": 1}, True, "example.com (A) has 2 records."),
        ([], {"less_than": 1}, True, "example.com (A) has 0 records."),
        ([], {"not_equals": 0}, False, "example.com (A) has 0 records; expected not 0."),
    ],
)
def test_records_are_counted(values: list[str], wanted: dict[str, Any], passed: bool, told: str) -> None:
    verdict = examine(RecordCount(), records(*values), **wanted)
    assert (verdict.passed, verdict.message) == (passed, told)


def test_a_name_that_does_not_exist_has_none_but_one_that_is_unknown_has_no_number() -> None:
    assert examine(RecordCount(), records(code="NXDOMAIN"), equals=0).passed
    assert not examine(RecordCount(), records(code="SERVFAIL"), equals=0).passed


def test_a_number_is_needed() -> None:
    with pytest.raises(UsageError, match="equals: it is at least 0"):
        examine(RecordCount(), records(), equals=-1)


class TestRecordCount(AssertionContract):
    assertion = RecordCount()
    passes: ClassVar = [({"equals": 1}, records("192.0.2.1")), ({"not_equals": 1, "less_than": 5}, records())]
    fails: ClassVar = [({"greater_than": 0}, records())]
    refuses: ClassVar = [{}, {"equals": -1}]
