"""`header_contains`."""

from __future__ import annotations

from typing import ClassVar

import pytest
from tracer_plugins.assertions.header_contains import HeaderContains

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import answer, examine

SENT = answer(
    headers=(("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-No", ""))
)


@pytest.mark.parametrize(
    ("header", "value", "passed"),
    [
        ("content-type", "json", True),
        ("Content-Type:", "json", True),
        ("Content-Type", "JSON", False),
        ("Set-Cookie", "b=2", True),
        ("Set-Cookie", "a=1, b=2", True),
        ("X-No", "x", False),
    ],
)
def test_a_value_is_looked_for_in_all_values_of_a_header(header: str, value: str, passed: bool) -> None:
    assert examine(HeaderContains(), SENT, header=header, value=value).passed is passed


def test_case_of_the_value_may_be_ignored() -> None:
    assert examine(HeaderContains(), SENT, header="Content-Type", value="JSON", case_sensitive=False).passed


def test_a_failed_one_tells_what_is_there() -> None:
    verdict = examine(HeaderContains(), SENT, header="content-type", value="html")
    assert verdict.message == 'The header content-type of http://127.0.0.1/lamps does not contain "html".'
    assert verdict.actual == "application/json"


def test_a_header_that_is_missing_is_said_to_be() -> None:
    verdict = examine(HeaderContains(), SENT, header="Strict-Transport-Security", value="max-age")
    assert not verdict.passed
    assert verdict.message == "http://127.0.0.1/lamps sent no header Strict-Transport-Security."


def test_both_parameters_are_needed() -> None:
    with pytest.raises(UsageError, match="header: write some text; value: is missing"):
        examine(HeaderContains(), SENT, header="")


class TestHeaderContains(AssertionContract):
    assertion = HeaderContains()
    passes: ClassVar = [({"header": "content-type", "value": "JSON", "case_sensitive": False}, SENT)]
    fails: ClassVar = [({"header": "Content-Type", "value": "html"}, SENT), ({"header": "X", "value": "y"}, SENT)]
    refuses: ClassVar = [{}, {"header": "X"}, {"header": "", "value": "y"}]
