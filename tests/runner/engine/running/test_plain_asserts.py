"""The contract with pytest's assertion rewriting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tracer_runner.engine.running.plain_asserts import compile_journey, describe_comparison, explain_comparisons
from tracer_runner.model.run import AssertionResult


@pytest.fixture
def found() -> Iterator[list[AssertionResult]]:
    results: list[AssertionResult] = []
    stop = explain_comparisons(results.append)
    yield results
    stop()


def fails_with(source: str) -> str:
    with pytest.raises(AssertionError) as raised:
        exec(compile_journey(source.encode(), "journey.py"), {})
    return str(raised.value)


def test_a_false_comparison_tells_both_sides(found: list[AssertionResult]) -> None:
    message = fails_with("price = 41\nassert price + 0 == 42")
    assert (found[-1].expected, found[-1].actual) == ("42", "41")
    assert found[-1].message in message


@pytest.mark.parametrize(
    ("source", "expected", "actual"),
    [
        ("assert 1 > 2", "> 2", "1"),
        ("assert 'x' in 'abc'", "contains 'x'", "'abc'"),
        ("assert 'a' not in 'abc'", "does not contain 'a'", "'abc'"),
        ("assert 1 < 2 < 2", "< 2", "2"),
        ("assert '100 %\\n' == 'y'", "'y'", "'100 %\\n'"),
    ],
)
def test_each_operator_says_what_was_expected(
    found: list[AssertionResult], source: str, expected: str, actual: str
) -> None:
    fails_with(source)
    assert (found[-1].expected, found[-1].actual) == (expected, actual)


def test_a_call_shows_what_it_gave(found: list[AssertionResult]) -> None:
    assert "startswith" in fails_with("order = 'XX-1'\nassert order.startswith('LS-')")
    assert found == []


def test_a_message_of_the_author_comes_through(found: list[AssertionResult]) -> None:
    assert "the cart is empty" in fails_with("assert [] == [1], 'the cart is empty'")


def test_a_file_without_asserts_is_left_as_it_is() -> None:
    names: dict[str, Any] = {}
    exec(compile_journey(b"x = 1", "journey.py"), names)
    assert "@pytest_ar" not in names


def test_a_repr_that_raises_is_shown_as_such() -> None:
    class Bad:
        def __repr__(self) -> str:
            raise RuntimeError

    assert describe_comparison("==", Bad(), 1).actual == "<Bad, whose repr raised RuntimeError>"
