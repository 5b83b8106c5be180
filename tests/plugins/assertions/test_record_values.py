"""`record_values`."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.record_values import RecordValues

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import examine, records

SEEN = records("ns1.example.com", "ns2.example.com", type_="NS")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"contains_all": ["ns2.example.com."]}, None),
        ({"contains_all": ["NS2.example.com", "ns1.example.com"]}, None),
        ({"contains_all": ["ns1.example.com", "ns3.example.com"]}, "has no record ns3.example.com."),
        ({"equals": ["ns2.example.com", "ns1.example.com"]}, None),
        ({"equals": ["ns1.example.com"]}, "has ns2.example.com, which should not be there."),
        (
            {"equals": ["ns1.example.com", "ns3.example.com"]},
            "has no record ns3.example.com and has ns2.example.com, which should not be there.",
        ),
    ],
)
def test_values_are_compared_as_a_set(wanted: dict[str, Any], told: str | None) -> None:
    verdict = examine(RecordValues(), SEEN, **wanted)
    assert verdict.passed is (told is None)
    assert verdict.message.endswith(told or ".")


def test_many_values_are_counted() -> None:
    verdict = examine(RecordValues(), records(*(f"192.0.2.{n}" for n in range(9))), contains_all=["198.51.100.1"])
    assert verdict.actual is not None
    assert verdict.actual.endswith("192.0.2.4 and 4 more")


def test_a_name_server_that_could_not_tell_fails() -> None:
    assert "REFUSED" in examine(RecordValues(), records(code="REFUSED"), contains_all=["x"]).message


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, "it needs something to compare with: contains_all, equals"),
        ({"contains_all": "ns1.example.com"}, "contains_all: write a list"),
        ({"contains_all": []}, "contains_all: give at least one"),
        ({"equals": [""]}, "equals.0: write some text"),
    ],
)
def test_what_is_no_list_of_values_is_refused(wanted: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        examine(RecordValues(), SEEN, **wanted)


class TestRecordValues(AssertionContract):
    assertion = RecordValues()
    passes: ClassVar = [({"contains_all": ["ns1.example.com"]}, SEEN)]
    fails: ClassVar = [({"equals": ["ns1.example.com"]}, SEEN), ({"contains_all": ["ns3.example.com"]}, SEEN)]
    refuses: ClassVar = [{}, {"equals": []}, {"contains_all": "ns1.example.com"}]
