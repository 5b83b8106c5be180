"""Every command that docs/cli.md and docs/reports.md show can be typed as it stands, and every option is described."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from tracer_runner.cli.main import build_app, main

from .guide import DOCS, Guide

SMOKE = """from tracer_runner import journey, step

@journey("Find a lamp", tags=["smoke"])
def find_a_lamp(page):
    with step("Open the shop"):
        page.set_content("<h1>Lamps</h1>")
"""
"""What the pages name of the example journeys; that those pass is tested where the shop is."""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["cli.md", "reports.md"])
def test_the_commands_of_a_page_do_what_they_say_one_after_another(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "smoke.py").write_text(SMOKE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    commands = [command.line for command in Guide(name).commands()]
    assert len(commands) >= 5
    for line in commands:
        program, *arguments = shlex.split(line)
        assert program == "tracer"
        monkeypatch.setattr(sys, "argv", ["tracer", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert ended.value.code in (0, None), f"{line}\n{told.out}\n{told.err}"


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
