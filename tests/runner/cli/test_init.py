"""`tracer init` writes a project that works, over nothing that exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.cli.main import main
from tracer_runner.cli.scaffold import FILES, write_project
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.settings import Settings, load_settings
from tracer_runner.settings.schema import BrowserSettings, Choices, RunSettings

ALL = [*FILES, ".gitignore"]
Command = Callable[..., int]


@pytest.fixture
def tracer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line in an empty folder and gives its exit code."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["tracer", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def test_it_writes_a_project_here_and_says_what_to_type_next(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("init") == 0
    told = capsys.readouterr().out
    for name in ALL:
        assert (tmp_path / name).is_file()
        assert f"wrote  {name}" in told
    after = told.partition("Next:")[2]
    commands = [line.partition("#")[0].strip() for line in after.splitlines() if line.strip()]
    assert commands == ["tracer list --steps", "tracer demo run"]


def test_it_makes_a_folder_and_says_to_go_there(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("init", "checks/shop") == 0
    assert (tmp_path / "checks" / "shop" / "tracer.toml").is_file()
    assert "\n  cd checks/shop\n" in capsys.readouterr().out


def test_what_exists_is_left_as_it_is_and_named(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "find_a_lamp.py").write_text("mine", encoding="utf-8")
    (tmp_path / "tracer.toml").write_text("# mine", encoding="utf-8")
    assert tracer("init") == 0
    assert (tmp_path / "journeys" / "find_a_lamp.py").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "tracer.toml").read_text(encoding="utf-8") == "# mine"
    told = capsys.readouterr().out
    assert re.findall(r"left +(\S+)", told) == ["journeys/find_a_lamp.py", "tracer.toml"]


def test_the_second_time_nothing_changes(tmp_path: Path) -> None:
    write_project(tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in ALL}
    assert write_project(tmp_path) == ([], ALL)
    assert {name: (tmp_path / name).read_bytes() for name in ALL} == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b".env\ntracer-results/\n"),
        (b"dist", b"dist\n.env\ntracer-results/\n"),
        (b"tracer-results\ndist/\n", b"tracer-results\ndist/\n.env\n"),
        (b"/x\r\n.env\r\n", b"/x\r\n.env\r\ntracer-results/\n"),
    ],
)
def test_lines_are_added_to_what_git_ignores(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / ".gitignore").write_bytes(before)
    write_project(tmp_path)
    assert (tmp_path / ".gitignore").read_bytes() == after


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").touch()
    assert tracer("init", "taken") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_settings_it_writes_are_the_defaults_and_none_is_left_out(tmp_path: Path) -> None:
    write_project(tmp_path)
    text = (tmp_path / "tracer.toml").read_text(encoding="utf-8")
    assert load_settings(tmp_path, environ={}) == Settings(project=tmp_path)
    spoken_out = re.sub(r"(?m)^#(?=[a-z\[])", "", text)
    (tmp_path / "tracer.toml").write_text(spoken_out, encoding="utf-8")
    settings = load_settings(tmp_path, environ={})
    written = tomllib.loads(spoken_out)
    assert set(written) == set(Choices.model_fields)
    assert set(written["browser"]) == set(BrowserSettings.model_fields)
    assert set(written["run"]) == set(RunSettings.model_fields)
    assert settings.run.model_copy(update={"concurrency": None}) == RunSettings()
    examples: dict[str, Any] = {"executable": None, "device": None, "context": {}}
    assert settings.browser.model_copy(update=examples) == BrowserSettings()
    assert (settings.journeys, settings.output, settings.env_file) == ("journeys", "tracer-results", ".env")


def test_the_journey_it_writes_can_be_read(tmp_path: Path) -> None:
    write_project(tmp_path)
    (journey,) = read_journeys([], settings=load_settings(tmp_path, environ={}))
    assert journey.key == "find_a_lamp"
    assert journey.tags == ("smoke",)
    assert [step.name for step in journey.steps] == ["Open the shop", "Search for a lamp", "Look at it"]


def test_the_workflow_uses_commands_and_options_that_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tracer_runner.cli.main import build_app

    write_project(tmp_path)
    workflow = (tmp_path / ".github" / "workflows" / "tracer.yml").read_text(encoding="utf-8")
    app = build_app()
    known = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    used = set(re.findall(r"\btracer (\w+)", workflow.partition("jobs:")[2]))
    assert {"run", "demo"} <= used
    assert used <= known


@pytest.mark.browser
def test_the_journey_it_writes_passes_in_the_demo_shop(tmp_path: Path) -> None:
    write_project(tmp_path)
    answer = subprocess.run(
        [sys.executable, "-m", "tracer_runner", "demo", "run"],
        cwd=tmp_path,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 passed" in answer.stdout
    assert (tmp_path / "tracer-results" / "report.html").is_file()
