"""Every command that docs/cli.md and docs/reports.md show can be typed as it stands, and every option is described."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from tracer_runner.cli.main import build_app
from tracer_runner.demo import Shop

from .guide import DOCS, Guide

EXAMPLES = DOCS.parent / "journeys"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with Shop(port=0) as shop:
        yield shop


@pytest.fixture(scope="module")
def project(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the quickest of the example journeys."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "journeys").mkdir()
    for name in ("smoke.py", "catalog_api.py", "shop_steps.py"):
        code = (EXAMPLES / name).read_text(encoding="utf-8").replace("http://127.0.0.1:8700", shop.url)
        (folder / "journeys" / name).write_text(code, encoding="utf-8")
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("name", ["cli.md", "reports.md"])
def test_the_commands_of_a_page_do_what_they_say_one_after_another(name: str, project: Path) -> None:
    shutil.rmtree(project / "tracer-results", ignore_errors=True)
    commands = [command.line for command in Guide(name).commands()]
    assert len(commands) >= 5
    for line in commands:
        program, *arguments = shlex.split(line)
        assert program == "tracer"
        done = subprocess.run(
            [sys.executable, "-m", "tracer_runner", *arguments],
            cwd=project,
            env={**os.environ, "GITHUB_STEP_SUMMARY": str(project / "summary.md")},
            capture_output=True,
            text=True,
            timeout=110,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_every_command_and_option_is_described() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    command = typer.main.get_command(build_app())
    missing = []
    for name, options in _options(command, name="tracer"):
        if name not in text:
            missing.append(name)
        section = _section(text, name)
        missing += [f"{name} {option}" for option in options if not re.search(rf"`[^`]*{option}\b", section)]
    assert missing == []


def _options(command: object, *, name: str) -> Iterator[tuple[str, list[str]]]:
    inner = getattr(command, "commands", None)
    if inner is not None:
        for key, child in inner.items():
            yield from _options(child, name=f"{name} {key}")
        return
    parameters = getattr(command, "params", [])
    yield name, [option for parameter in parameters for option in parameter.opts if option.startswith("--")]


def _section(text: str, name: str) -> str:
    """The section of the command, or of the group it belongs to."""
    group = " ".join(name.split()[:2])
    return text.partition(f"\n## {group}\n")[2].partition("\n## ")[0].replace("`--help`", "")
