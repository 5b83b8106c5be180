"""`record_exists`."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.record_exists import RecordExists

from tracer_runner.errors import UsageError
from tracer_runner.model.observation import DnsAnswer
from tracer_runner.testing import AssertionContract

from .examining import examine, records


@pytest.mark.parametrize(
    ("answer", "wanted", "passed", "told"),
    [
        (records("192.0.2.1"), {}, True, "has 192.0.2.1."),
        (records("192.0.2.1"), {"equals": False}, False, "has 192.0.2.1."),
        (records(), {}, False, "has no record."),
        (records(code="NXDOMAIN"), {"equals": True}, False, "does not exist (NXDOMAIN)."),
        (records(code="NXDOMAIN"), {"equals": False}, True, "does not exist (NXDOMAIN)."),
        (records(code="SERVFAIL"), {}, False, "so nothing is known of its records."),
        (records(code="SERVFAIL"), {"equals": False}, False, "so nothing is known of its records."),
    ],
)
def test_there_is_a_record_or_there_is_none(answer: DnsAnswer, wanted: dict[str, Any], passed: bool, told: str) -> None:
    verdict = examine(RecordExists(), answer, **wanted)
    assert verdict.passed is passed
    assert verdict.message.endswith(told)


def test_it_is_true_or_false() -> None:
    with pytest.raises(UsageError, match="equals: write true or false"):
        examine(RecordExists(), records(), equals="perhaps")


class TestRecordExists(AssertionContract):
    assertion = RecordExists()
    passes: ClassVar = [({}, records("192.0.2.1")), ({"equals": False}, records(code="NXDOMAIN"))]
    fails: ClassVar = [({"equals": True}, records()), ({"equals": False}, records("192.0.2.1"))]
    refuses: ClassVar = [{"equals": "perhaps"}]
