from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tracer_plugins.assertions.picture_comparison import NoPicture, compare
from tracer_plugins.assertions.picture_regions import MARKER
from tracer_plugins.assertions.visual import Visual, VisualParameters

from tracer_runner.errors import MissingInput
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.testing import FakeBaseline, FakePage

from .pictures import picture, pixel

RED = (255, 0, 0)


class Moving(FakePage):
    """A page that looks different each time, until it has come to rest."""

    def __init__(self, *looks: bytes, **given: Any) -> None:
        super().__init__(**given)
        self.looks = list(looks)
        self.shots = 0

    def screenshot(self, **_: Any) -> bytes:
        self.shots += 1
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]


def known(data: bytes | None, *, updating: bool = False) -> dict[str, FakeBaseline]:
    return {"fake-step.png": FakeBaseline("baselines/home.png", data, updating=updating)}


def look(page: FakePage, **parameters: Any) -> Verdict:
    return Visual().examine(page, VisualParameters(**parameters))


def test_what_differs_is_counted_and_shown_in_three_pictures() -> None:
    page = FakePage(picture=picture(dot=30), baselines=known(picture()))
    verdict = look(page)
    assert verdict.message == "It looks different: 9.0 % of the pixels differ (900)."
    assert [each.title for each in verdict.pictures] == ["expected", "actual", "difference"]
    assert page.attached["home-expected.png"] == picture()
    assert page.attached["home-actual.png"] == picture(dot=30)
    assert pixel(page.attached["home-difference.png"], x=30, y=30) == RED
    assert pixel(page.attached["home-difference.png"], x=80, y=80) != RED
    assert verdict.hint == "If this is right from now on: `tracer baselines update journeys/fake.py::fake`"


def test_what_differs_a_little_on_a_large_page_is_boxed_and_shown_closely() -> None:
    page = FakePage(picture=picture(dot=30, width=1280, height=900), baselines=known(picture(width=1280, height=900)))
    shown = [each.title for each in look(page).pictures]
    assert shown[3:] == ["expected close up", "actual close up", "difference close up"]
    assert pixel(page.attached["home-difference.png"], x=14, y=30) == MARKER
    assert pixel(page.attached["home-actual-close-up.png"], x=30, y=30) == (0, 0, 0)
    assert pixel(page.attached["home-expected-close-up.png"], x=30, y=30) == (255, 255, 255)
    with Image.open(BytesIO(page.attached["home-actual-close-up.png"])) as closely:
        assert closely.width < 200
        assert closely.height < 200


def test_of_a_page_that_differs_everywhere_there_is_no_close_up() -> None:
    pages = {paper: picture(width=1280, height=900, paper=paper) for paper in ("white", "#223344")}
    assert compare(*pages.values(), shown=True).close_up is None


def test_a_page_that_is_taller_than_it_was_differs_by_what_is_new() -> None:
    page = FakePage(picture=picture(height=150), baselines=known(picture()))
    verdict = look(page)
    assert verdict.actual == "33.3 % of the pixels differ (5,000), and it is 100x150 instead of 100x100"
    assert pixel(page.attached["home-difference.png"], x=50, y=120) == RED


def test_a_pale_tint_of_the_whole_page_is_seen() -> None:
    assert compare(picture(paper="#fbf8f3"), picture(paper="#f4f1fa"), shown=False).percent == 100


def test_a_baseline_with_a_palette_is_compared_by_its_colours() -> None:
    assert compare(picture(mode="P"), picture(), shown=False).pixels == 0
    assert compare(picture(mode="P"), picture(dot=30), shown=False).pixels == 900


def test_a_page_that_still_moves_is_looked_at_until_it_rests() -> None:
    page = Moving(picture(dot=60), picture(dot=30), picture(), picture(), baselines=known(picture()))
    assert look(page).passed
    assert page.shots == 4


def test_a_page_that_never_rests_is_judged_by_its_last_look() -> None:
    restless = Moving(*(picture(dot=size) for size in range(5, 65)), baselines=known(picture()))
    assert not look(restless).passed
    assert restless.shots < 30


def test_without_a_baseline_it_cannot_be_judged_and_the_command_is_named() -> None:
    with pytest.raises(MissingInput, match=r"There is no baseline baselines/home\.png") as caught:
        look(FakePage(picture=picture(), baselines=known(None)))
    assert caught.value.kind == "MissingBaseline"
    assert "tracer baselines update" in str(caught.value.hint)


@pytest.mark.parametrize(
    "data", [b"", b"version https://git-lfs.github.com/spec/v1\n", picture()[:60], b"\xff\xd8\xff\xe0 a JPEG"]
)
def test_a_baseline_that_is_no_picture_cannot_be_judged(data: bytes) -> None:
    with pytest.raises(MissingInput, match="cannot be read as a PNG"):
        look(FakePage(picture=picture(), baselines=known(data)))
    with pytest.raises(NoPicture):
        compare(picture(), data, shown=True)


@pytest.mark.parametrize("before", [None, b"no picture", picture(dot=30)])
def test_updating_writes_what_is_there_now(before: bytes | None) -> None:
    baselines = known(before, updating=True)
    assert look(FakePage(picture=picture(), baselines=baselines)).passed
    assert baselines["fake-step.png"].data == picture()


def test_updating_leaves_a_picture_that_would_still_hold() -> None:
    baselines = known(picture(), updating=True)
    look(FakePage(picture=picture(dot=2), baselines=baselines), threshold=1)
    assert baselines["fake-step.png"].data == picture()


def test_the_slow_work_is_done_where_neighbours_go_on() -> None:
    class Counting(FakePage):
        called = 0

        def blocking(self, work: Callable[[], Any]) -> Any:
            type(self).called += 1
            return work()

    look(Counting(picture=picture(dot=30), baselines=known(picture())))
    assert Counting.called == 2


def test_withheld_pictures_are_not_named() -> None:
    class Withholding(FakePage):
        def attach(self, name: str, data: bytes) -> str | None:
            return None

    verdict = look(Withholding(picture=picture(dot=30), baselines=known(picture())))
    assert not verdict.passed
    assert verdict.pictures == ()


def test_naming_the_assertion_imports_none_of_what_it_compares_with() -> None:
    modules = "tracer_plugins.assertions.visual, tracer_plugins.assertions.accessible"
    code = f"import sys, {modules}; print(sorted({{'PIL', 'blazediff'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
