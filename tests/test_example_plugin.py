"""A distribution of somebody else, built and installed beside ours, adds one of everything to a real run."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from .fresh_environment import FreshEnvironment, build_wheel

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "example_plugin"
JOURNEY = """
from tracer_runner import check, journey, step

@journey("Sign up", params={"mail_domain": "shop.example"})
def sign_up(page, visitor):
    with step("Open"):
        page.goto(f"data:text/html,<h1>Hello {visitor.email}</h1>")
        check.headings(at_least=1)
    with step("Greet"):
        assert page.inner_text("h1").endswith("@shop.example")
        assert page.evaluate("navigator.language") == "en-GB"

@journey("Read on")
def read_on(page):
    page.goto("data:text/html,<p>No heading</p>")
    check.headings(at_least=1)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> FreshEnvironment:
    """Both installed from wheels."""
    made = FreshEnvironment(tmp_path_factory.mktemp("fresh") / "environment")
    source = tmp_path_factory.mktemp("source") / "example"
    shutil.copytree(EXAMPLE, source)  # building leaves nothing in this repository
    made.install(build_wheel(ROOT, into=tmp_path_factory.mktemp("ours")))
    made.install(build_wheel(source, into=tmp_path_factory.mktemp("theirs")))
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "visitors.py").write_text(JOURNEY, encoding="utf-8")
    return tmp_path


@pytest.mark.browser
def test_its_assertion_argument_option_report_and_observer_work_in_a_run(
    environment: FreshEnvironment, project: Path
) -> None:
    book = project / "book"
    done = environment.run(
        "-m", "tracer_runner", "run", "--report", "csv", cwd=project, TRACER_EXAMPLE_LOGBOOK=str(book)
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "has 0 headings" in done.stdout
    with (project / "tracer-results" / "report.csv").open(encoding="utf-8", newline="") as file:
        assert {row["journey"]: row["status"] for row in csv.DictReader(file)} == {
            "sign_up": "passed",
            "read_on": "failed",
        }
    lines = book.read_text(encoding="utf-8").splitlines()
    assert {"Sign up: started", "  Open: passed", "  Greet: passed", "Sign up: passed", "Read on: failed"} <= set(lines)
    shown = environment.run("-m", "tracer_runner", "logbook", cwd=project, TRACER_EXAMPLE_LOGBOOK=str(book))
    assert shown.stdout.splitlines() == lines[::-1]


def test_its_own_tests_pass_where_it_is_installed(environment: FreshEnvironment, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "tests", tmp_path / "tests")
    shutil.copy(EXAMPLE / "pyproject.toml", tmp_path)
    done = environment.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_all_of_it_is_listed(environment: FreshEnvironment, tmp_path: Path) -> None:
    done = environment.run("-m", "tracer_runner", "plugins", "list", "--json", cwd=tmp_path)
    theirs = [one for one in json.loads(done.stdout)["plugins"] if one["source"] == "tracer-example 1.0.0"]
    assert {one["state"] for one in theirs} == {"used"}
    given = {(thing["kind"], thing["name"]) for one in theirs for thing in one["objects"]}
    assert given == {
        ("assertion", "headings"),
        ("assertion", "greeting"),
        ("channel type", "bus"),
        ("monitor type", "banner"),
        ("monitor type", "ping"),
        ("journey argument", "visitor"),
        ("reporter", "csv"),
        ("context option", "locale"),
        ("command", "logbook"),
    }
    assert all(one["hooks"] for one in theirs)
