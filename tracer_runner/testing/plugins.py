"""What every plugin promises: the module that an entry point or tracer.toml names."""

from __future__ import annotations

import os
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tracer_runner.hooks.manager import PluginFault, call_each, collect, plugin_of
from tracer_runner.hooks.observers import Observers
from tracer_runner.model.alert import Alert, AlertStatus, Target
from tracer_runner.model.event import RunFinished, RunStarted, StepFinished
from tracer_runner.testing.samples import START, sample_batch

HEAVY = ("playwright", "pydantic", "httpx", "jinja2", "pytest", "sqlalchemy", "fastapi")
"""What a module of commands leaves to its commands: `tracer --help` waits for the module."""


class PluginContract:
    """Inherit it as `TestSomething`, and set `plugin`."""

    plugin: ModuleType

    def test_it_fits(self) -> None:
        """It implements a hook, and only hooks that exist, with arguments that are given."""
        assert _told(plugin_of(self.plugin).faults) == []

    def test_everything_it_registers_can_be_used(self) -> None:
        """Objects have what they must have, and names that are free and well formed."""
        _, faults = collect(plugin_of(self.plugin))
        assert _told(faults) == []

    def test_what_it_observes_never_raises(self) -> None:
        """Every way a run can end, its steps, and an alert: each is taken within five seconds."""
        lines: list[str] = []
        observers = Observers(plugin_of(self.plugin), warn=lines.append)
        for run in sample_batch().runs:
            observers.take(RunStarted(run_id=run.id, name=run.name, at=run.started_at))
            for step in run.steps:
                observers.take(StepFinished(run_id=run.id, step=step))
            observers.take(RunFinished(run_id=run.id, run=run))
        for status in AlertStatus:
            observers.alert_changed(_alert(status))
        observers.close()
        assert lines == []

    def test_its_commands_explain_themselves(self) -> None:
        """Each command it adds answers `--help`."""
        app = self._app()
        for name in _names(app):
            answer = CliRunner().invoke(app, [name, "--help"])
            assert answer.exit_code == 0, answer.output

    def test_its_commands_import_nothing_heavy(self) -> None:
        """A module that adds commands is imported whenever `tracer` starts."""
        if not _names(self._app()):
            pytest.skip("It adds no commands.")
        code = f"import sys, {self.plugin.__name__}; print(*({set(HEAVY)} & set(sys.modules)))"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", code]
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert found.stdout.split() == [], f"{self.plugin.__name__} imports them at its top"

    def _app(self) -> typer.Typer:
        app, faults = typer.Typer(), list[PluginFault]()
        app.callback()(lambda: None)  # so that one command alone keeps its name
        for _ in call_each(plugin_of(self.plugin).manager, "tracer_add_commands", on_fault=faults.append, app=app):
            pass
        assert _told(faults) == []
        return app


def _told(faults: list[PluginFault]) -> list[str]:
    return [fault.text for fault in faults]


def _names(app: typer.Typer) -> list[str]:
    group: Any = typer.main.get_command(app)
    return sorted(group.commands)


def _alert(status: AlertStatus) -> Alert:
    target = Target(kind="journey", id="jny_sample", name="Checkout")
    reason = "3 runs in a row failed"
    return Alert(id="alr_sample", status=status, target=target, rule="default", reason=reason, opened_at=START)
