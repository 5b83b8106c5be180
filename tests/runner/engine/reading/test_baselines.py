from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.engine.reading.baselines import find_baselines, find_orphans
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.model.journey import Journey
from tracer_runner.settings import load_settings

CODE = """
from shared import look_around
from tracer_runner import check, journey, step

@journey("Shop")
def shop(page, params):
    with step("Open the shop"):
        check.visual()
    for lamp in ["heron"]:
        with step(f"Buy {lamp} now"):
            check.visual(name="the till")
    look_around(page)
"""
API = """
from tracer_runner import journey, step

@journey("API")
def api(request):
    with step("Ask"):
        request.get("/")
"""
SHARED = """
from tracer_runner import check, step

@step("Look around")
def look_around(page):
    check.accessible(name=f"corner {page.url}")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "journeys"
    folder.mkdir()
    (folder / "shop.py").write_text(CODE, encoding="utf-8")
    (folder / "shared.py").write_text(SHARED, encoding="utf-8")
    (folder / "api.py").write_text(API, encoding="utf-8")
    return folder


def journeys(folder: Path) -> tuple[Journey, ...]:
    return read_journeys((), settings=load_settings(folder.parent))


def keep(folder: Path, *names: str) -> None:
    for name in names:
        (folder / "baselines" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "baselines" / name).write_bytes(b"1")


def test_a_baseline_is_used_while_a_step_or_a_text_has_its_name(folder: Path) -> None:
    keep(
        folder,
        "shop/open-the-shop-chromium-linux-1280x720.png",
        "shop/the-till-firefox-macos-390x844.png",
        "shop/buy-heron-now.aria.yml",
        "shop/look-around.axe.json",
        "shop/corner-http-127-0-0-1.axe.json",
        "shop/page.axe.json",
        "shop/close-the-shop-chromium-linux-1280x720.png",
        "shop/buy.aria.yml",
    )
    used = {baseline.name: baseline.used for baseline in find_baselines(journeys(folder))}
    assert [name for name, is_used in used.items() if not is_used] == ["buy", "close-the-shop"]
    assert len(used) == 8


def test_a_journey_without_checks_uses_none(folder: Path) -> None:
    keep(folder, "api/ask.aria.yml")
    assert [baseline.used for baseline in find_baselines(journeys(folder))] == [False]


def test_those_of_journeys_that_have_gone_are_found(folder: Path) -> None:
    keep(folder, "shop/page.axe.json", "gone/page.axe.json")
    (folder / "old").mkdir()
    keep(folder / "old", "moved/page.aria.yml")
    found = list(find_orphans(journeys(folder), below=folder))
    assert sorted((baseline.journey, baseline.kind) for baseline in found) == [
        ("gone", "axe.json"),
        ("moved", "aria.yml"),
    ]
    assert not any(baseline.used for baseline in found)


def test_a_folder_without_baselines_has_none(folder: Path) -> None:
    assert list(find_baselines(journeys(folder))) == []
    assert list(find_orphans(journeys(folder), below=folder)) == []
