"""`body_regex`, and patterns in general."""

from __future__ import annotations

import random
from typing import ClassVar

import pytest
from tracer_plugins.assertions.body_regex import BodyRegex
from tracer_plugins.assertions.patterns import Pattern

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import answer, examine


@pytest.mark.parametrize(
    ("body", "pattern", "passed"),
    [
        ("order LS-1042", r"LS-\d+", True),
        ("order LS-", r"LS-\d+", False),
        ("a\nb", "a.b", False),
        ("a\nb", "(?s)a.b", True),
        ("a\nb", "^b", False),
        ("a\nb", "(?m)^b", True),
        ("LAMP", "(?i)lamp", True),
        ("für", "^f.r$", True),
        (b"\xff", "\ufffd", True),
        ("", "^$", True),
    ],
)
def test_a_pattern_is_found_anywhere(body: str | bytes, pattern: str, passed: bool) -> None:
    assert examine(BodyRegex(), answer(body), pattern=pattern).passed is passed


def test_what_was_found_is_shown_and_otherwise_the_beginning_of_the_body() -> None:
    assert examine(BodyRegex(), answer("order LS-1042."), pattern=r"LS-\d+").actual == "LS-1042"
    verdict = examine(BodyRegex(), answer("order none"), pattern=r"LS-\d+")
    assert (verdict.actual, verdict.expected) == ("order none", r"matches LS-\d+")
    assert verdict.message == r"The body of http://127.0.0.1/lamps does not match LS-\d+."


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("", "pattern: write some text"),
        ("ab(?=c)", "pattern: patterns look neither ahead nor back (RE2): (?= at character 3"),
        (r"(a)\1", r"pattern: patterns do not refer back to a group (RE2): \1 at character 4"),
        ("(?<=a)b", "pattern: patterns look neither ahead nor back (RE2): (?<= at character 1"),
        ("(?z)b", "pattern: invalid perl operator: (?z at character 1"),
        ("lamp[", "pattern: missing ]: [ at character 5"),
        ("a**", "pattern: bad repetition operator: ** at character 2"),
        (r"\q", r"pattern: invalid escape sequence: \q at character 1"),
        ("ä(", "pattern: missing ): ä( at character 1"),
        ("a{5000}", "pattern: invalid repetition size: {5000} at character 2"),
        ("(x{900}y){1}(z{900}a){1}b{500}", "pattern: the pattern repeats too much"),
        ("x" * 1001, "pattern: the pattern has 1,001 characters; it may have 1,000"),
        (["x"], 'pattern: write text in quotes ("…")'),
    ],
)
def test_what_re2_does_not_know_is_named_with_its_place(pattern: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        examine(BodyRegex(), answer(), pattern=pattern)
    assert refused.value.message.startswith(told)


def test_half_a_character_is_no_pattern() -> None:
    with pytest.raises(ValueError, match="holds half a character at character 2"):
        Pattern("a\ud800")


def test_a_value_is_no_pattern() -> None:
    with pytest.raises(
        UsageError, match="value: body_regex has no such parameter: known: pattern; pattern: is missing"
    ):
        examine(BodyRegex(), answer(), value="x")


@pytest.mark.timeout(30)
def test_patterns_that_never_end_elsewhere_end_here() -> None:
    body = answer(b"a" * 10_000_000)
    for pattern in ("(a+)+$b", "(a|aa)+$b", "(.*)*x"):
        assert not examine(BodyRegex(), body, pattern=pattern).passed


@pytest.mark.timeout(30)
def test_a_costly_pattern_looks_at_as_much_as_it_may_and_says_so() -> None:
    body = answer(bytes(random.Random(1).choices(b"ab", k=230_000)))
    verdict = examine(BodyRegex(), body, pattern="[ab]*a[ab]{900}c")
    assert "bytes were looked at)" in verdict.message


def test_the_end_of_what_was_looked_at_is_not_the_end_of_the_body() -> None:
    body = answer(b"a" * 500_000 + b"!")
    assert not examine(BodyRegex(), body, pattern="(?:a{900}|b)$").passed


class TestBodyRegex(AssertionContract):
    assertion = BodyRegex()
    passes: ClassVar = [({"pattern": "l.mp$"}, answer("a lamp"))]
    fails: ClassVar = [({"pattern": "^l.mp"}, answer("a lamp"))]
    refuses: ClassVar = [{}, {"pattern": "("}, {"value": "x"}]
    odd: ClassVar = [answer(body_fault="gone")]
