"""Plugins are found by entry points; a bad one is a line, and the others work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pluggy
import pytest
import typer

from tracer_runner.errors import PluginError
from tracer_runner.hooks import NAME, hookimpl, spec
from tracer_runner.hooks.manager import add_commands, build_registry, call_each, load_plugins, load_registry

from .distributions import REPORTER, Distributions


@pytest.fixture
def distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Distributions]:
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield Distributions(tmp_path)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


def manager_of(**plugins: object) -> pluggy.PluginManager:
    manager = pluggy.PluginManager(NAME)
    manager.add_hookspecs(spec)
    for name, plugin in plugins.items():
        manager.register(plugin, name=name)
    return manager


class Answers:
    """Registers reporters; a fault is raised instead."""

    def __init__(self, *answers: object, fault: Exception | None = None) -> None:
        self._answers = answers
        self._fault = fault

    @hookimpl
    def tracer_register_reporters(self) -> object:
        if self._fault:
            raise self._fault
        return self._answers


class Lazy:
    """Gives its reporters one by one, and fails on the way."""

    @hookimpl
    def tracer_register_reporters(self) -> Iterator[object]:
        yield "first"
        raise OSError("disk full")


def test_a_plugin_of_another_distribution_is_found(distributions: Distributions) -> None:
    distributions.install("tracer-csv", REPORTER.format(name="csv"))
    registry = load_registry(warn=pytest.fail)
    assert registry.reporters["csv"].name == "csv"
    assert registry.reporters.owner("csv") == "tracer-csv:tracer-csv"
    assert "html" in registry.reporters


def test_a_plugin_that_cannot_be_imported_is_one_line_and_the_rest_loads(distributions: Distributions) -> None:
    distributions.install("tracer-broken", "import no_such_module_anywhere")
    distributions.install("tracer-csv", REPORTER.format(name="csv"))
    lines: list[str] = []
    registry = load_registry(warn=lines.append)
    assert "csv" in registry.reporters
    assert lines == [
        (
            "Plugin tracer-broken:tracer-broken is left out: "
            "ModuleNotFoundError: No module named 'no_such_module_anywhere'"
        )
    ]


def test_a_plugin_with_a_syntax_error_is_one_line(distributions: Distributions) -> None:
    distributions.install("tracer-broken", "def x(:")
    lines: list[str] = []
    load_plugins(NAME, warn=lines.append)
    (line,) = lines
    assert line.startswith("Plugin tracer-broken:tracer-broken is left out: SyntaxError:")


def test_a_plugin_that_raises_is_one_line_and_the_rest_loads(distributions: Distributions) -> None:
    distributions.install("tracer-a-bad", REPORTER.format(name="x") + BAD)
    distributions.install("tracer-csv", REPORTER.format(name="csv"))
    lines: list[str] = []
    registry = load_registry(warn=lines.append)
    assert "csv" in registry.reporters
    assert lines == ["Plugin tracer-a-bad:tracer-a-bad failed in tracer_register_arguments: RuntimeError: out of ideas"]


BAD = """
@hookimpl
def tracer_register_arguments():
    raise RuntimeError("out of ideas")
"""


def test_a_name_registered_twice_names_both_plugins(distributions: Distributions) -> None:
    distributions.install("tracer-one", REPORTER.format(name="csv"))
    distributions.install("tracer-two", REPORTER.format(name="csv"))
    with pytest.raises(PluginError) as caught:
        load_registry(warn=pytest.fail)
    assert caught.value.message == (
        "The reporter 'csv' is registered twice: by tracer-one:tracer-one and by tracer-two:tracer-two."
    )
    assert caught.value.hint == "Uninstall one of the two, or rename one."


def test_plugins_are_called_in_the_order_of_their_names_and_each_answer_is_given() -> None:
    manager = manager_of(b=Answers(2, 3), c=Answers(4), a=Answers(1))
    assert list(call_each(manager, "tracer_register_reporters", warn=pytest.fail)) == [
        ("a", [1]),
        ("b", [2, 3]),
        ("c", [4]),
    ]


def test_one_that_raises_does_not_stop_those_after_it() -> None:
    lines: list[str] = []
    manager = manager_of(a=Answers(fault=ValueError("no")), b=Lazy(), c=Answers(4))
    assert list(call_each(manager, "tracer_register_reporters", warn=lines.append)) == [("c", [4])]
    assert lines == [
        "Plugin a failed in tracer_register_reporters: ValueError: no",
        "Plugin b failed in tracer_register_reporters: OSError: disk full",
    ]


def test_an_error_that_names_the_plugin_itself_comes_through() -> None:
    manager = manager_of(a=Answers(fault=PluginError("mine")))
    with pytest.raises(PluginError, match="mine"):
        list(call_each(manager, "tracer_register_reporters", warn=pytest.fail))


def test_a_plugin_that_answers_nothing_registers_nothing() -> None:
    class Silent:
        @hookimpl
        def tracer_register_reporters(self) -> None: ...

    registry = build_registry(manager_of(silent=Silent()), warn=pytest.fail)
    assert not registry.reporters


def test_a_plugin_adds_commands(distributions: Distributions) -> None:
    code = """
    from tracer_runner.hooks import hookimpl

    @hookimpl
    def tracer_add_commands(app):
        app.command("hello")(lambda: None)
    """
    distributions.install("tracer-hello", code, group="tracer.commands")
    app, lines = typer.Typer(), list[str]()
    add_commands(app, warn=lines.append)
    assert not [line for line in lines if "hello" in line]
    names = [command.name for command in app.registered_commands]
    assert {"hello", "list", "init"} <= set(names)


def test_the_hooks_import_nothing_heavy() -> None:
    code = (
        "import sys, tracer_runner.hooks, tracer_runner.hooks.manager\n"
        "print(*{'pydantic', 'playwright', 'jinja2', 'httpx'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
