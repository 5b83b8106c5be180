"""Journeys are chosen by tag and by name."""

from __future__ import annotations

import pytest

from tracer_runner.engine.reading.selection import select
from tracer_runner.errors import UsageError
from tracer_runner.model.journey import Journey
from tracer_runner.model.record import SourceRef


def journey(key: str, name: str, *tags: str) -> Journey:
    source = SourceRef(file=f"{key}.py", line=1)
    return Journey(key=key, name=name, tags=tags, function=key, source=source, path=f"/{key}.py", root="/")


ALL = (
    journey("checkout", "Checkout of one lamp", "smoke", "shop"),
    journey("search", "Search", "shop"),
    journey("log_in", "Log in", "smoke"),
)


def keys(*, tags: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> list[str]:
    return [chosen.key for chosen in select(ALL, tags=tags, names=names)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((), ["checkout", "search", "log_in"]),
        (("smoke",), ["checkout", "log_in"]),
        (("SMOKE",), ["checkout", "log_in"]),
        (("smoke", "shop"), ["checkout", "search", "log_in"]),
        (("smoke+shop",), ["checkout"]),
        (("!smoke",), ["search"]),
        (("shop+!smoke",), ["search"]),
    ],
)
def test_repeated_tags_are_any_of_them_plus_is_both_and_bang_is_not(tags: tuple[str, ...], expected: list[str]) -> None:
    assert keys(tags=tags) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("search",), ["search"]),
        (("LOG IN",), ["log_in"]),
        (("log_in", "Search"), ["search", "log_in"]),
        (("*o*",), ["checkout", "log_in"]),
        (("check*",), ["checkout"]),
        (("s?arch",), ["search"]),
    ],
)
def test_names_match_the_name_or_the_key_in_any_case_or_a_pattern(names: tuple[str, ...], expected: list[str]) -> None:
    assert keys(names=names) == expected


def test_a_name_with_signs_of_a_pattern_in_it_matches_itself() -> None:
    odd = journey("odd", "Search [new]")
    assert select([odd], tags=(), names=("search [new]",)) == (odd,)


def test_tag_and_name_must_both_fit() -> None:
    assert keys(tags=("shop",), names=("*o*",)) == ["checkout"]


def test_an_unknown_tag_is_told_with_the_nearest_and_all_that_are_there() -> None:
    with pytest.raises(UsageError, match='No journey has the tag "smokey": did you mean "smoke"') as caught:
        keys(tags=("shop+!smokey",))
    assert caught.value.hint == "Tags are: shop, smoke."


def test_an_unknown_tag_like_no_other_lists_all_once() -> None:
    with pytest.raises(UsageError, match="known: shop, smoke") as caught:
        keys(tags=("zzz",))
    assert caught.value.hint is None


def test_a_tag_where_no_journey_has_any_says_how_to_give_one() -> None:
    with pytest.raises(UsageError) as caught:
        select([journey("a", "A")], tags=("smoke",), names=())
    assert "tags=[" in str(caught.value.hint)


def test_an_unknown_name_is_told_also_beside_one_that_fits() -> None:
    with pytest.raises(UsageError, match='No journey is called "serch": did you mean "search"'):
        keys(names=("checkout", "serch"))


def test_nothing_left_says_what_there_is() -> None:
    with pytest.raises(UsageError, match="No journey fits --tag smoke --name 'search'") as caught:
        keys(tags=("smoke",), names=("search",))
    assert caught.value.hint == (
        "There are: Checkout of one lamp (checkout, smoke, shop), Log in (log_in, smoke), Search (search, shop)."
    )
