"""A hook that would do nothing is told before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.hooks.manager import load_plugins

from .distributions import REPORTER, Distributions, faults_of


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("@hookimpl(wrapper=True)\ndef tracer_run_finished(run):\n    yield", "is a wrapper"),
        ("@hookimpl\nasync def tracer_run_finished(run): ...", "is async, and nothing awaits it; write def"),
        ("@hookimpl\ndef tracer_run_finished(run):\n    yield", "yields, and nothing asks it to go on"),
    ],
)
def test_a_hook_that_would_do_nothing_is_told(tmp_path: Path, code: str, told: str) -> None:
    file = tmp_path / "idle.py"
    file.write_text(f"from tracer_runner.hooks import hookimpl\n{code}\n")
    (fault,) = faults_of(file)
    assert fault.startswith(f"Plugin project:idle does not fit: tracer_run_finished {told}")


COMMAND = """
from tracer_runner.hooks import hookimpl

@hookimpl
def tracer_add_commands(app): ...
"""


def test_a_file_of_a_project_that_only_adds_commands_is_told(tmp_path: Path) -> None:
    file = tmp_path / "hello.py"
    file.write_text(COMMAND)
    assert faults_of(file) == [
        (
            "Plugin project:hello does not fit: it only adds commands, "
            "which takes an entry point of the group tracer.commands"
        )
    ]


def test_a_module_for_runs_in_the_group_of_commands_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    Distributions(tmp_path).install("tracer-mislaid", REPORTER.format(name="csv"), group="tracer.commands")
    (fault,) = load_plugins("tracer.commands", warn=pytest.fail).faults
    assert str(fault) == (
        "Plugin tracer-mislaid:tracer-mislaid does not fit: it adds no commands, "
        "so its entry point belongs into the group tracer"
    )
