"""A project of journeys, and a terminal in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tracer_runner.cli.main import main

Run = Callable[..., tuple[int, str, str]]
HEADER = "from tracer_runner import check, expect, journey, step\n"


class Project:
    """A folder with journeys, and a terminal in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "journeys").mkdir()
        # What the tests are run with must not reach the commands they run.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRACER_", "GITHUB_", "CI"))}
        if browser := os.environ.get("TRACER_BROWSER"):
            kept["TRACER_BROWSER"] = browser
        self.environ = kept

    def write(self, name: str, code: str) -> None:
        (self.folder / "journeys" / name).write_text(HEADER + code, encoding="utf-8")

    def start(self, *arguments: str, command: tuple[str, ...] = ("run",)) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tracer_runner", *command, *arguments],
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, command: tuple[str, ...] = ("run",)) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        process = self.start(*arguments, command=command)
        output, errors = process.communicate(timeout=90)
        return process.returncode, output, errors


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def run_here(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The same as `project.run`, in this process: for tests that look at what a run tells and writes."""

    def run(*arguments: str, command: tuple[str, ...] = ("run",)) -> tuple[int, str, str]:
        for name in os.environ.keys() - project.environ.keys():
            monkeypatch.delenv(name)
        for name, value in project.environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(project.folder)
        monkeypatch.setattr(sys, "argv", ["tracer", *command, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return run
