from __future__ import annotations

import pytest

from tracer_runner.errors import UsageError
from tracer_runner.model.tags import matches, parse_tag, tags_named


@pytest.mark.parametrize(
    ("text", "tag"), [("Smoke", "smoke"), (" eu/west:1.x_-y ", "eu/west:1.x_-y"), ("9", "9"), ("a" * 50, "a" * 50)]
)
def test_a_tag_is_read_in_lower_case(text: str, tag: str) -> None:
    assert parse_tag(text) == tag


@pytest.mark.parametrize("text", ["", "-smoke", "two words", "ä", "a+b", "!a", "a" * 51])
def test_what_is_no_tag_says_what_one_is(text: str) -> None:
    with pytest.raises(ValueError, match="begin with a letter or digit"):
        parse_tag(text)


@pytest.mark.parametrize(
    ("selectors", "fits"),
    [
        ([], True),
        (["smoke"], True),
        (["slow"], False),
        (["slow", "shop"], True),
        (["smoke+shop"], True),
        (["smoke+slow"], False),
        (["!slow"], True),
        (["!smoke"], False),
        (["shop+!slow"], True),
        (["shop+!smoke", "slow"], False),
        (["SMOKE + Shop"], True),
    ],
)
def test_selectors_are_any_of_them_plus_is_both_and_bang_is_not(selectors: list[str], fits: bool) -> None:
    assert matches({"smoke", "shop"}, selectors) is fits


def test_the_tags_selectors_speak_of_are_known() -> None:
    assert tags_named(["smoke+!slow", "Shop"]) == {"smoke", "slow", "shop"}


def test_a_selector_that_is_none_is_told_with_examples() -> None:
    with pytest.raises(UsageError, match=r"^tag 'a\+\+b'") as caught:
        tags_named(["a++b"])
    assert "smoke+shop" in str(caught.value.hint)
