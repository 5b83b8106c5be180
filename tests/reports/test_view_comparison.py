from __future__ import annotations

from tracer_reports.views.comparison import Comparison, compare
from tracer_reports.views.shared_ends import Compared


def test_the_part_that_differs_is_set_apart() -> None:
    assert compare("order LS-1042 placed", "order ERR-1042 placed") == Comparison(
        expected=Compared(before="order ", difference="LS", after="-1042 placed"),
        actual=Compared(before="order ", difference="ERR", after="-1042 placed"),
    )


def test_values_with_little_in_common_stay_whole() -> None:
    assert compare("Welcome, Ada", "503") == Comparison(Compared("Welcome, Ada", "", ""), Compared("503", "", ""))


def test_a_longer_value_marks_what_it_has_more() -> None:
    assert compare("aaa", "aaaa") == Comparison(Compared("aaa", "", ""), Compared("aaa", "a", ""))


def test_one_value_alone_is_shown_alone() -> None:
    assert compare(None, "x") == Comparison(None, Compared("x", "", ""))
    assert compare("", "") == Comparison(Compared("", "", ""), Compared("", "", ""))
    assert compare(None, None) is None


def test_texts_of_several_lines_are_shown_as_one_difference() -> None:
    found = compare("a\nb\nc", "a\nB\nc")
    assert found is not None
    assert (found.expected, found.actual) == (None, None)
    assert [f"{line.sign}{line.value.text}" for line in found.lines] == [" a", "-b", "+B", " c"]
    assert not found.brief


def test_texts_of_several_lines_with_none_in_common_stay_two() -> None:
    found = compare("no rule broken", "image-alt\ncolor-contrast")
    assert found is not None
    assert found.lines == ()
    assert not found.brief
