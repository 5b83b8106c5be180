"""Every command that docs/pytest.md shows can be typed as it stands, and every option is described."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.pytest_plugin.options import add_options

from .guide import Guide

GUIDE = Guide("pytest.md")
JOURNEY = """
from tracer_runner import journey, step


@journey("Find a lamp", tags=["smoke"])
def find_a_lamp(params):
    with step("Look"):
        assert "lamp" in "a lamp"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a journey that needs no browser, and folders as the page names them."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("journeys", "shop/journeys"):
        (folder / name).mkdir(parents=True)
    (folder / "journeys/smoke.py").write_text(JOURNEY, encoding="utf-8")
    (folder / "pytest.toml").write_text(GUIDE.files()["pytest.toml"], encoding="utf-8")
    return folder


@pytest.mark.parametrize("line", [command.line for command in GUIDE.commands()])
def test_the_commands_of_the_page_run_the_journey(line: str, project: Path) -> None:
    program, *arguments = shlex.split(line)
    assert program == "pytest"
    others = ["-p", "no:playwright", "-p", "no:asyncio", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *others, *arguments], cwd=project, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search("1 (passed|test collected)", done.stdout), done.stdout


class Names:
    """Notes what is added, as pytest's parser."""

    def __init__(self) -> None:
        self.added: list[str] = []

    def addini(self, name: str, *_: Any, **__: Any) -> None:
        self.added.append(name)

    def addoption(self, name: str, **_: Any) -> None:
        self.added.append(name)

    def getgroup(self, *_: str) -> Names:
        return self


def test_every_option_and_setting_is_described() -> None:
    names = Names()
    add_options(names)  # type: ignore[arg-type]
    assert len(names.added) > 10
    missing = [name for name in names.added if f"`{name}" not in GUIDE.text and f"\n{name} = " not in GUIDE.text]
    assert missing == []
