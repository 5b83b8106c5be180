"""`status_code`."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.status_code import StatusCode

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import URL, answer, examine


@pytest.mark.parametrize(
    ("status", "wanted", "passed", "expected"),
    [
        (200, {"equals": 200}, True, "200"),
        (500, {"equals": 200}, False, "200"),
        (200, {"not_equals": 500}, True, "not 500"),
        (500, {"not_equals": 500}, False, "not 500"),
        (399, {"less_than": 400}, True, "less than 400"),
        (400, {"less_than": 400}, False, "less than 400"),
        (200, {"greater_than": 199}, True, "more than 199"),
        (199, {"greater_than": 199}, False, "more than 199"),
        (204, {"in": [200, 204]}, True, "one of 200, 204"),
        (204, {"one_of": (200, 204)}, True, "one of 200, 204"),
        (500, {"in": [200, 204]}, False, "one of 200, 204"),
        (500, {"in": [200]}, False, "200"),
        (302, {"greater_than": 199, "less_than": 300}, False, "less than 300 and more than 199"),
    ],
)
def test_a_status_is_held_against_what_is_wanted(
    status: int, wanted: dict[str, Any], passed: bool, expected: str
) -> None:
    verdict = examine(StatusCode(), answer(status=status), **wanted)
    assert (verdict.passed, verdict.expected, verdict.actual) == (passed, expected, str(status))


def test_both_sentences_name_the_url_and_the_status() -> None:
    passed, failed = (examine(StatusCode(), answer(status=status), equals=200) for status in (200, 500))
    assert passed.message == f"{URL} answered with status 200."
    assert failed.message == f"{URL} answered with status 500; expected 200."


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({}, "it needs something to compare with: equals, not_equals, less_than, greater_than, in"),
        ({"equals": None}, "it needs something to compare with"),
        ({"equals": "ok"}, "equals: write a whole number"),
        ({"equals": 200.5}, "equals: write a whole number"),
        ({"equals": 2000}, "equals: it is at most 999"),
        ({"in": []}, "in: give at least one"),
        ({"one_of": []}, "one_of: give at least one"),
        ({"in": 200}, "in: write a list"),
        ({"in": [200, "x"]}, "in.1: write a whole number"),
        ({"in": [200], "one_of": [204]}, "one_of: in is given as well, and means the same"),
        ({"equal": 200}, 'equal: status_code has no such parameter: did you mean "equals"?'),
    ],
)
def test_what_is_no_status_is_refused(wanted: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        examine(StatusCode(), answer(), **wanted)
    assert told in refused.value.message


def test_a_very_long_address_is_cut_in_the_sentence() -> None:
    verdict = examine(StatusCode(), answer(url=f"http://127.0.0.1/?{'q' * 100_000}"), equals=200)
    assert len(verdict.message) < 300


class TestStatusCode(AssertionContract):
    assertion = StatusCode()
    passes: ClassVar = [({"equals": 200}, answer()), ({"in": [200, 204]}, answer(status=204))]
    fails: ClassVar = [
        ({"less_than": 400, "greater_than": 199}, answer(status=500)),
        ({"in": [200]}, answer(status=404)),
    ]
    refuses: ClassVar = [{}, {"equals": "ok"}, {"in": []}]
