"""Baselines from their first making to the report of what differs, in the demo shop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tracer_runner.demo import Shop

from .conftest import Project, Run

UPDATE, LIST = ("baselines", "update"), ("baselines", "list")
LOOKS = """
@journey("Looks", tags=["looks"], params={"base_url": ""})
def looks(page, params):
    with step("Open the shop"):
        page.goto(params.base_url + "/lamps/heron")
        expect(page.get_by_role("heading", name="Goes well with it")).to_be_visible()
    with step("Look at it", soft=True):
        check.visual(target=".product")
    with step("Use it by ear", soft=True):
        check.accessible()
    with step("Know its structure", soft=True):
        check.aria_snapshot(target="header")


@journey("Breaks", params={"base_url": ""})
def breaks(page, params):
    page.goto(params.base_url)
    check.aria_snapshot()
    assert page.title() == "Chairs"
"""


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with Shop(port=0) as shop:
        yield shop


@pytest.mark.browser
def test_from_no_baseline_to_a_report_that_shows_what_differs(project: Project, run_here: Run, shop: Shop) -> None:
    project.write("looks.py", LOOKS)
    base_url = ("--param", f"base_url={shop.url}")

    code, output, _ = run_here("--tag", "looks", "--report", "none", *base_url)
    assert code == 4
    assert "There is no baseline journeys/baselines/looks/look-at-it-chromium-" in output
    assert "-> Look whether it is right as it is now, and keep it: `tracer baselines update" in output

    code, output, _ = run_here(*base_url, command=UPDATE)
    assert code == 1
    picture = re.search(
        r"^new +(journeys/baselines/looks/look-at-it-chromium-\S+-1280x720\.png)$", output, re.MULTILINE
    )
    assert picture, output
    assert "new        journeys/baselines/looks/know-its-structure.aria.yml\n" in output
    assert "Breaks did not pass (failed): its baselines were left as they were." in output
    assert "Baselines: 2 new.\n" in output
    assert not (project.folder / "journeys/baselines/breaks").exists()

    shop.fault = "changed-look"
    code, output, _ = run_here("--tag", "looks", "--report", "html,junit,ctrf", *base_url)
    shop.fault = None
    assert code == 1
    assert "It looks different: " in output
    assert "-> If this is right from now on: `tracer baselines update journeys/looks.py::looks" in output
    results = project.folder / "tracer-results"
    (run,) = json.loads((results / "result.json").read_text(encoding="utf-8"))["runs"]
    steps = run["attempts"][0]["steps"]
    assert [step["status"] for step in steps] == ["passed", "failed", "passed", "passed"]
    (looked,) = steps[1]["assertions"]
    assert [each["title"] for each in looked["pictures"]] == ["expected", "actual", "difference"]
    assert (results / looked["pictures"][0]["path"]).read_bytes() == (project.folder / picture[1]).read_bytes()
    page = (results / "report.html").read_text(encoding="utf-8")
    panel = page.partition('class="failure')[2].partition("</section>")[0]
    assert panel.count('<img src="data:image/png;base64,') == 3
    for report in ("junit.xml", "ctrf.json"):
        assert "-difference.png" in (results / report).read_text(encoding="utf-8")


def test_baselines_are_listed_with_those_nobody_uses(project: Project, run_here: Run) -> None:
    project.write("looks.py", LOOKS)
    for name in ("looks/look-at-it-chromium-linux-1280x720.png", "looks/gone.aria.yml", "left/page.axe.json"):
        file = project.folder / "journeys" / "baselines" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * 20_000)
    code, output, errors = run_here(command=LIST)
    assert code == 0, errors
    rows = [line.split("\t") for line in output.splitlines()]
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("looks", "structure", "20 kB", "unused"),
        ("looks", "picture", "20 kB", "used"),
        ("left", "accessibility", "20 kB", "unused"),
    ]
    assert rows[0][4] == "journeys/baselines/looks/gone.aria.yml"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", rows[0][3])
    _, output, _ = run_here("--name", "looks", command=LIST)
    assert "left" not in output
