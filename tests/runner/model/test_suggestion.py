from __future__ import annotations

from tracer_runner.model.suggestion import closest, listed, suggest


def test_a_near_name_is_suggested_in_its_own_spelling() -> None:
    assert suggest("TRACE_", known=["trace", "video"]) == 'did you mean "trace"?'
    assert suggest("ignoreHTTPSErrors", known=["ignore_https_errors"]) == 'did you mean "ignore_https_errors"?'


def test_without_a_near_name_all_are_listed_in_order() -> None:
    assert closest("zebra", known=["page", "context"]) is None
    assert suggest("zebra", known=["page", "context"]) == "known: context, page"


def test_where_there_are_none_that_is_said() -> None:
    assert suggest("x", known=[]) == "there are none"


def test_a_long_list_is_cut_and_the_rest_counted() -> None:
    text = listed([f"n{number:02}" for number in range(25)])
    assert text.endswith("n18, n19 and 5 more")
