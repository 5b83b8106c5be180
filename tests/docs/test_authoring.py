"""docs/authoring.md is true: its files load, its commands exist, its tables are complete, its journeys pass."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tracer_runner.cli.main import build_app
from tracer_runner.demo.api import PASSWORD
from tracer_runner.demo.shop import Shop
from tracer_runner.engine.authoring import step
from tracer_runner.engine.running.run_handle import RunHandle
from tracer_runner.hooks.contracts.arguments import BUILT_IN
from tracer_runner.hooks.manager import load_registry
from tracer_runner.model.journey import JourneyOptions, LoginOptions
from tracer_runner.model.status import RunStatus
from tracer_runner.settings import EgressSettings, LookingSettings, TellingSettings
from tracer_runner.settings.schema import BrowserSettings, Choices, EnvironmentSettings, PluginSettings, RunSettings

from .guide import Command, Guide

GUIDE = Guide("authoring.md")
LISTS = [command for command in GUIDE.commands() if command.line.startswith("tracer list")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What the reader has after writing all files of the guide."""
    for name, text in GUIDE.files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def tracer(project: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracer_runner", *arguments]
    environment = {**os.environ, **environ}
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False, timeout=110
    )


def section(title: str) -> str:
    return GUIDE.text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def spoken_of(text: str) -> set[str]:
    """Every word in code marks; blocks of code do not count."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))


def test_there_is_something_to_prove() -> None:
    assert len(GUIDE.files()) >= 5
    assert len(LISTS) >= 2


@pytest.mark.parametrize("command", LISTS, ids=lambda command: command.line)
def test_a_list_of_steps_is_what_the_guide_shows(project: Path, command: Command) -> None:
    answer = tracer(project, *shlex.split(command.line)[1:])
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.rstrip() == command.output.rstrip()


def test_every_journey_of_the_guide_loads(project: Path) -> None:
    answer = tracer(project, "list", "--json")
    assert answer.returncode == 0, answer.stderr
    listed = {journey["source"]["file"] for journey in json.loads(answer.stdout)["journeys"]}
    written = {name for name, text in GUIDE.files().items() if "@journey(" in text}
    assert listed == written


@pytest.mark.parametrize("fragment", GUIDE.fragments())
def test_fragments_are_python(fragment: str) -> None:
    ast.parse(fragment)


def test_the_faults_it_shows_are_those_that_are_told(project: Path) -> None:
    (shown,) = GUIDE.texts()
    file = project / "journeys" / "find_a_lamp.py"
    code = file.read_text(encoding="utf-8")
    file.write_text(code.replace("tags=", "tag=").replace("(page, params)", "(pgae, params)"), encoding="utf-8")
    assert shown.strip() in tracer(project, "list").stderr


@pytest.mark.parametrize("command", GUIDE.commands(), ids=lambda command: command.line)
def test_commands_and_their_options_exist(command: Command) -> None:
    program, *words = shlex.split(command.line)
    if program == "export":
        return
    assert program == "tracer"
    group: Any = typer.main.get_command(build_app())
    group.commands[words[0]].make_context(words[0], words[1:])


def test_every_argument_is_explained() -> None:
    explained = spoken_of(section("Arguments"))
    assert explained >= BUILT_IN
    members = {name for name, _ in inspect.getmembers(RunHandle) if not name.startswith("_")}
    assert explained >= members | {"id", "attempt", "environment"}


def test_every_option_of_a_step_is_explained() -> None:
    assert spoken_of(section("Steps")) >= set(inspect.signature(step).parameters) - {"name"}


def test_every_option_of_a_login_is_explained() -> None:
    assert spoken_of(section("Signing in once")) >= set(LoginOptions.model_fields) - {"params", "secrets"}


def test_every_option_of_a_journey_is_explained() -> None:
    assert spoken_of(section("All options")) >= set(JourneyOptions.model_fields)


SETTINGS = [
    Choices,
    BrowserSettings,
    RunSettings,
    PluginSettings,
    EgressSettings,
    LookingSettings,
    TellingSettings,
    EnvironmentSettings,
]


@pytest.mark.parametrize("model", SETTINGS)
def test_every_setting_is_explained(model: type[Choices]) -> None:
    assert spoken_of(section("Settings")) >= set(model.model_fields)


def test_the_defaults_it_names_are_those_that_hold() -> None:
    rows = dict(re.findall(r'^\| `(\w+)` \| `"?([^`"]*)"?` \|', section("Settings"), re.MULTILINE))
    run = RunSettings()
    for name in ("timeout", "step_timeout", "action_timeout", "expect_timeout"):
        assert rows[name] == f"{getattr(run, name):g}s"
    for name in ("trace", "video", "har", "screenshots"):
        assert rows[name] == getattr(run, name)
    assert (rows["journeys"], rows["output"], rows["env_file"]) == ("journeys", "tracer-results", ".env")
    assert rows["test_id_attribute"] == BrowserSettings().test_id_attribute


def test_every_check_is_explained() -> None:
    assertions = load_registry(warn=lambda _: None).assertions
    ours = {
        item.name
        for key, item in assertions.items()
        if item.subject == "page" and assertions.owner(key).startswith("tracer-runner:")
    }
    assert ours
    assert spoken_of(section("Expectations")) >= ours


def test_every_status_a_run_can_end_with_is_explained() -> None:
    final = {str(status) for status in RunStatus} - {"queued", "running", "missed"}
    assert spoken_of(section("How a run ends")) >= final


def test_links_inside_the_guide_lead_somewhere() -> None:
    titles = re.findall(r"^## (.+)$", GUIDE.text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    links = set(re.findall(r"\]\(#([^)]+)\)", GUIDE.text))
    assert links == anchors


@pytest.mark.browser
def test_every_journey_of_the_guide_passes_in_the_demo_shop(project: Path) -> None:
    (project / ".env").write_text(f"SHOP_PASSWORD={PASSWORD}\n", encoding="utf-8")
    with Shop(port=0) as shop:
        answer = tracer(project, "run", "--param", f"base_url={shop.url}", "--report", "none", "--json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    batch = json.loads(answer.stdout)
    assert len(batch["runs"]) == 5
    assert {run["status"] for run in batch["runs"]} <= {"passed", "degraded"}
