from __future__ import annotations

import pytest
from tracer_reports.views.line_difference import DifferenceLine, difference_of_lines
from tracer_reports.views.shared_ends import Compared


def shown(expected: str, actual: str) -> list[str]:
    """The difference as text."""
    return [f"{line.sign} {line.value.text}" for line in difference_of_lines(expected, actual)]


def numbered(*, without: int | None = None) -> str:
    return "\n".join(f"line {number}" for number in range(1, 31) if number != without)


def test_a_line_that_is_gone_is_shown_between_its_neighbours() -> None:
    assert shown(numbered(), numbered(without=15)) == [
        "  … 11 lines alike",
        *(f"  line {number}" for number in (12, 13, 14)),
        "- line 15",
        *(f"  line {number}" for number in (16, 17, 18)),
        "  … 12 lines alike",
    ]


def test_what_changed_within_a_line_is_set_apart() -> None:
    _, before, after = difference_of_lines('nav\nlink "Log in"', 'nav\nlink "Sign in"')
    assert before == DifferenceLine("removed", Compared('link "', "Log", ' in"'))
    assert after == DifferenceLine("added", Compared('link "', "Sign", ' in"'))


def test_lines_that_came_anew_are_added() -> None:
    assert shown("a\nz", "a\nb\nc\nz") == ["  a", "+ b", "+ c", "  z"]


@pytest.mark.parametrize(
    ("expected", "actual"),
    [("a", "a\nb"), ("a\nb", "c\nd"), ("a\nb", "a\nb"), ("a\n\nb", "c\n\nd"), ("", "")],
    ids=["one line alone", "nothing alike", "all alike", "empty lines alike", "nothing"],
)
def test_where_lines_would_not_help_there_is_no_difference_of_them(expected: str, actual: str) -> None:
    assert shown(expected, actual) == []


def test_very_many_lines_are_cut_and_the_cut_says_so() -> None:
    found = shown("\n".join(["head", *"x" * 5_000]), "\n".join(["head", *"y" * 700]))
    assert len(found) < 1_000
    assert "- … [4,601 more lines]" in found
    assert "+ … [301 more lines]" in found
