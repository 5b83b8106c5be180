from __future__ import annotations

from typing import Any

import pytest
from tracer_plugins.assertions.aria_snapshot import AriaSnapshot, AriaSnapshotParameters

from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.testing import FakeBaseline, FakePage

LINES = [f"- listitem: {number}" for number in range(20)]


def look(page: FakePage, **parameters: Any) -> Verdict:
    return AriaSnapshot().examine(page, AriaSnapshotParameters(**parameters))


def known(data: bytes | None, *, updating: bool = False) -> dict[str, FakeBaseline]:
    return {"fake-step.aria.yml": FakeBaseline("baselines/home.aria.yml", data, updating=updating)}


def test_only_what_differs_is_shown_with_what_is_around_it() -> None:
    wanted = [*LINES[:10], "- button: Buy", *LINES[10:]]
    verdict = look(FakePage(aria="\n".join(LINES)), matches="\n".join(wanted))
    assert verdict.expected == "\n".join(["…", *LINES[8:10], "- button: Buy", *LINES[10:12], "…"])
    assert verdict.actual == "\n".join(["…", *LINES[8:12], "…"])


def test_a_baseline_is_compared_with_and_says_how_to_renew_it() -> None:
    verdict = look(FakePage(aria="- text: other", baselines=known(b"- heading\n")))
    assert (verdict.expected, verdict.actual) == ("- heading", "- text: other")
    assert "tracer baselines update" in str(verdict.hint)


@pytest.mark.parametrize("data", [None, b"", b" \n", b"\xff\xfe\x00"])
def test_without_a_baseline_that_can_be_read_it_cannot_be_judged(data: bytes | None) -> None:
    with pytest.raises(MissingInput, match=r"baselines/home\.aria\.yml"):
        look(FakePage(aria="- heading", baselines=known(data)))


def test_updating_writes_the_tree_and_leaves_one_that_still_matches() -> None:
    baselines = known(None, updating=True)
    page = FakePage(aria="- heading\n- list", baselines=baselines)
    assert look(page).passed
    assert baselines["fake-step.aria.yml"].data == b"- heading\n- list\n"
    page.baselines = known(b"- list\n", updating=True)
    look(page)
    assert page.baselines["fake-step.aria.yml"].data == b"- list\n"


class Unreadable(FakePage):
    """Takes snapshots of one line only."""

    def matches_aria(self, snapshot: str, *, target: str = "body") -> bool:
        if "{" in snapshot:
            raise UsageError("the aria snapshot cannot be compared: it begins with {")
        return super().matches_aria(snapshot, target=target)


def test_a_damaged_baseline_is_nothing_the_site_did_and_is_made_anew_by_an_update() -> None:
    with pytest.raises(MissingInput, match=r"home\.aria\.yml is damaged: .* begins with"):
        look(Unreadable(aria="- heading", baselines=known(b"{{")))
    for damaged in (b"{{", b"\xff\xfe", b""):
        baselines = known(damaged, updating=True)
        assert look(Unreadable(aria="- heading", baselines=baselines)).passed
        assert baselines["fake-step.aria.yml"].data == b"- heading\n"


def test_a_tree_without_anything_in_it_is_not_kept() -> None:
    with pytest.raises(MissingInput, match="nothing a screen reader would tell"):
        look(FakePage(aria="", baselines=known(None, updating=True)))


def test_a_tree_that_does_not_match_itself_is_not_kept() -> None:
    class Masked(FakePage):
        def aria_snapshot(self, *, target: str = "body") -> str:
            return self.aria.replace("hunter2", "***")

    with pytest.raises(MissingInput, match="a secret stands in it"):
        look(Masked(aria="- text: hunter2", baselines=known(None, updating=True)))
