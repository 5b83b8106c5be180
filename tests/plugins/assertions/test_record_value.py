"""`record_value`."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.record_value import RecordValue

from tracer_runner.errors import UsageError
from tracer_runner.model.observation import DnsAnswer, DnsRecord
from tracer_runner.testing import AssertionContract

from .examining import examine, records

MAIL = records(
    type_="MX",
    records=(DnsRecord(value="mx1.example.com", priority=10), DnsRecord(value="mx2.example.com", priority=20)),
)


@pytest.mark.parametrize(
    ("answer", "wanted", "passed"),
    [
        (records("192.0.2.1", "192.0.2.2"), {"equals": "192.0.2.2"}, True),
        (records("192.0.2.1"), {"equals": "192.0.2.9"}, False),
        (records("192.0.2.1"), {"equals": "not an address"}, False),
        (records("2001:db8::1", type_="AAAA"), {"equals": "2001:DB8:0::1"}, True),
        (records("www.Example.com", type_="CNAME"), {"equals": "WWW.example.com."}, True),
        (records("v=spf1 -all", type_="TXT"), {"contains": "v=spf1"}, True),
        (records("v=spf1 -all", type_="TXT"), {"contains": "V=SPF1"}, False),
        (records("192.0.2.1"), {"contains": "192.0.2."}, True),
        (MAIL, {"equals": "mx2.example.com", "priority": 20}, True),
        (MAIL, {"equals": "mx2.example.com", "priority": 10}, False),
        (records(), {"equals": "192.0.2.1"}, False),
        (records(code="NXDOMAIN"), {"equals": "192.0.2.1"}, False),
    ],
)
def test_any_record_may_be_the_one(answer: DnsAnswer, wanted: dict[str, Any], passed: bool) -> None:
    assert examine(RecordValue(), answer, **wanted).passed is passed


def test_a_failed_one_tells_what_is_there() -> None:
    verdict = examine(RecordValue(), MAIL, equals="mx3.example.com", priority=5)
    assert verdict.message == 'example.com (MX) has no record that equals "mx3.example.com" and has priority 5.'
    assert verdict.actual == "10 mx1.example.com, 20 mx2.example.com"


def test_a_name_server_that_could_not_tell_is_named_with_its_code() -> None:
    verdict = examine(RecordValue(), records(code="SERVFAIL"), contains="x")
    assert not verdict.passed
    assert "answered SERVFAIL for example.com (A)" in verdict.message


def test_a_priority_alone_is_refused() -> None:
    with pytest.raises(UsageError, match="it needs something to compare with: equals, contains"):
        examine(RecordValue(), MAIL, priority=10)


class TestRecordValue(AssertionContract):
    assertion = RecordValue()
    passes: ClassVar = [({"equals": "mx1.example.com", "priority": 10}, MAIL), ({"contains": "mx2"}, MAIL)]
    fails: ClassVar = [({"equals": "mx1.example.com"}, records(code="NXDOMAIN")), ({"contains": "x3"}, MAIL)]
    refuses: ClassVar = [{}, {"priority": 10}, {"equals": "x", "priority": -1}]
