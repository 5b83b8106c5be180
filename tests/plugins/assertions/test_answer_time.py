"""`response_time` of HTTP and DNS answers."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.answer_time import AnswerTime

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import answer, examine, records

HTTP, DNS = AnswerTime("http", named_by="url"), AnswerTime("dns", named_by="name")


@pytest.mark.parametrize("limit", [800, 800.0, "800", "800ms", "0.8s"])
@pytest.mark.parametrize(("took", "passed"), [(799.9, True), (800, False)])
def test_bare_numbers_are_milliseconds_and_text_may_have_a_unit(limit: Any, took: float, passed: bool) -> None:
    for type_, seen in ((HTTP, answer(elapsed_ms=took)), (DNS, records(elapsed_ms=took))):
        verdict = examine(type_, seen, less_than=limit)
        assert (verdict.passed, verdict.expected) == (passed, "less than 800 ms")


def test_the_sentences_name_what_answered() -> None:
    assert examine(HTTP, answer(elapsed_ms=1234), less_than=1000).message == (
        "http://127.0.0.1/lamps answered in 1.2 s; expected less than 1.0 s."
    )
    assert examine(DNS, records(elapsed_ms=12), less_than=1000).message == "example.com answered in 12 ms."


def test_a_cache_can_be_expected_not_to_answer_too_soon() -> None:
    assert not examine(HTTP, answer(elapsed_ms=3), greater_than=5).passed


def test_an_answer_whose_time_nobody_took_fails() -> None:
    verdict = examine(HTTP, answer(), less_than=800)
    assert not verdict.passed
    assert "Nobody took the time" in verdict.message


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("soon", 'less_than: \'soon\' is no duration; write "800ms", "2s" or a number of milliseconds'),
        (0, "less_than: it is more than 0"),
        (-5, "less_than: it is more than 0"),
        (float("inf"), "less_than: write a number that has an end"),
        (float("nan"), "less_than: "),
        ([], "less_than: write a number"),
    ],
)
def test_what_is_no_limit_is_refused(limit: Any, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        examine(HTTP, answer(elapsed_ms=1), less_than=limit)
    assert refused.value.message.startswith(told)


class TestTimeOfResponses(AssertionContract):
    assertion = HTTP
    passes: ClassVar = [({"less_than": "800ms"}, answer(elapsed_ms=84)), ({"greater_than": 5}, answer(elapsed_ms=84))]
    fails: ClassVar = [({"less_than": 84}, answer(elapsed_ms=84)), ({"less_than": 84}, answer())]
    refuses: ClassVar = [{}, {"less_than": "soon"}, {"less_than": 0}]


class TestTimeOfNameServers(AssertionContract):
    assertion = DNS
    passes: ClassVar = [({"less_than": 100}, records(elapsed_ms=12))]
    fails: ClassVar = [({"less_than": "10ms"}, records(elapsed_ms=12))]
    refuses: ClassVar = [{}, {"less_than": "soon"}]
