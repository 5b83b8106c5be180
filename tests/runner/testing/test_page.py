"""A page without a browser."""

from __future__ import annotations

import pytest

from tracer_runner.hooks.contracts import PageObservation
from tracer_runner.testing import FakePage


def test_it_has_everything_an_assertion_may_ask_of_a_page() -> None:
    page: PageObservation = FakePage()
    members = {name for name in vars(PageObservation) if not name.startswith("_")}
    assert members <= set(dir(page))


def test_expressions_give_a_value_or_are_worked_out() -> None:
    assert FakePage(value=3).evaluate("1 + 2") == 3
    assert FakePage(value=lambda expression, argument: (expression, argument)).evaluate("f", 7) == ("f", 7)


@pytest.mark.parametrize(
    ("snapshot", "matches"),
    [("- heading", False), ('- heading "Lamps"\n- button "Buy"', True), ('- button "Buy"\n- heading "Lamps"', False)],
)
def test_a_tree_matches_lines_in_their_order(snapshot: str, matches: bool) -> None:
    page = FakePage(aria='- banner\n  - heading "Lamps"\n- link "Home"\n- button "Buy"')
    assert page.matches_aria(snapshot) is matches


def test_baselines_are_kept_by_name_and_ending_and_files_are_kept_too() -> None:
    page = FakePage(updating=True)
    home = page.baseline("home", suffix=".png")
    assert (home.read(), home.updating, home.shown) == (None, True, "baselines/home.png")
    home.write(b"x")
    assert page.baseline("home", suffix=".png").read() == b"x"
    assert page.baseline("home", suffix=".yml").read() is None
    assert page.attach("difference.png", b"y").endswith("difference.png")
    assert page.attached == {"difference.png": b"y"}
