"""Plugins are found by entry points; a bad one is a line, and the others work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pluggy
import pytest
import typer

from tracer_runner.errors import UsageError
from tracer_runner.hooks import NAME, hookimpl, spec
from tracer_runner.hooks.manager import (
    Choice,
    PluginFault,
    Plugins,
    add_commands,
    build_registry,
    call_each,
    load_registry,
)

from .distributions import REPORTER, Distributions, faults_of


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

    def __init__(self, *answers: object, fault: BaseException | None = None) -> None:
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
    (line,) = faults_of()
    assert line.startswith("Plugin tracer-broken:tracer-broken cannot be imported: SyntaxError:")


def test_every_fault_of_every_plugin_is_told_at_once(distributions: Distributions) -> None:
    distributions.install("tracer-a", REPORTER.format(name="x") + RAISES)
    distributions.install("tracer-b", "1 / 0")
    distributions.install("tracer-c", REPORTER.format(name="A name"))
    distributions.install("tracer-d", UNKNOWN_HOOK)
    distributions.install("tracer-e", WRONG_SIGNATURE)
    distributions.install("tracer-f", NO_REPORTER)
    distributions.install("tracer-g", OPTION)
    distributions.install("tracer-h", ARGUMENTS)
    distributions.install("tracer-i", BROKEN_PROPERTY)
    assert faults_of() == [
        "Plugin tracer-b:tracer-b cannot be imported: ZeroDivisionError: division by zero",
        (
            "Plugin tracer-d:tracer-d does not fit: there is no hook tracer_run_finish: "
            'did you mean "tracer_run_finished"?'
        ),
        (
            "Plugin tracer-e:tracer-e does not fit: tracer_run_finished takes (run), "
            "and it asks for batch, which is not given"
        ),
        "The reporter of tracer-c:tracer-c is named 'A name'; write lower-case letters, digits, _ and -",
        "The reporter 'just text' of tracer-f:tracer-f has no name, filename, write.",
        "Plugin tracer-i:tracer-i failed in tracer_register_reporters: ValueError: no disk",
        "Plugin tracer-a:tracer-a failed in tracer_register_arguments: RuntimeError: out of ideas",
        "The journey argument 'page' of tracer-h:tracer-h has the name of a built-in one.",
        (
            "The journey argument 'basket' of tracer-h:tracer-h needs 'pgae', which is not built in: "
            'did you mean "page"?'
        ),
        ("Playwright has no context option 'local', which tracer-g:tracer-g gives: did you mean \"locale\"?"),
        'The context option of tracer-g:tracer-g cannot be used: locale: write text in quotes ("…")',
    ]


UNKNOWN_HOOK = """
from tracer_runner.hooks import hookimpl

@hookimpl
def tracer_run_finish(run): ...
"""
WRONG_SIGNATURE = """
from tracer_runner.hooks import hookimpl

@hookimpl
def tracer_run_finished(batch): ...
"""
NO_REPORTER = """
from tracer_runner.hooks import hookimpl

@hookimpl
def tracer_register_reporters():
    return ["just text"]
"""
OPTION = """
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ContextOption

@hookimpl
def tracer_register_context_options():
    return [ContextOption(name="local", value="de-DE"), ContextOption(name="locale", value=object())]
"""
ARGUMENTS = """
from tracer_runner.hooks import hookimpl

class Argument:
    def __init__(self, name, *needs): self.name, self.needs = name, frozenset(needs)
    def provide(self): ...

@hookimpl
def tracer_register_arguments():
    return [Argument("page"), Argument("basket", "pgae", "params")]
"""
BROKEN_PROPERTY = """
from tracer_runner.hooks import hookimpl

class Reporter:
    name = "paper"
    def write(self, batch, *, folder, path): ...
    @property
    def filename(self): raise ValueError("no disk")

@hookimpl
def tracer_register_reporters():
    return [Reporter()]
"""
RAISES = """
@hookimpl
def tracer_register_arguments():
    raise RuntimeError("out of ideas")
"""


def test_a_name_registered_twice_names_both_plugins(distributions: Distributions) -> None:
    distributions.install("tracer-one", REPORTER.format(name="csv"))
    distributions.install("tracer-two", REPORTER.format(name="csv"))
    assert faults_of() == [
        "The reporter 'csv' is registered twice: by tracer-one:tracer-one and by tracer-two:tracer-two."
    ]


def test_a_plugin_can_be_left_out_by_its_short_and_by_its_full_name(distributions: Distributions) -> None:
    distributions.install("tracer-one", REPORTER.format(name="csv"))
    distributions.install("tracer-two", REPORTER.format(name="csv"))
    distributions.install("tracer-three", "raise SystemError('it is not even imported')")
    choice = Choice(disabled=frozenset({"tracer-two", "tracer-three:tracer-three"}))
    registry = load_registry(choice=choice, warn=pytest.fail)
    assert registry.reporters.owner("csv") == "tracer-one:tracer-one"


def test_leaving_out_a_plugin_there_is_not_is_an_error() -> None:
    with pytest.raises(UsageError, match='There is no plugin "htlm": did you mean "html"'):
        load_registry(choice=Choice(disabled=frozenset({"htlm"})), warn=pytest.fail)


def test_plugins_are_called_in_the_order_of_their_names_and_each_answer_is_given() -> None:
    manager = manager_of(b=Answers(2, 3), c=Answers(4), a=Answers(1))
    assert list(call_each(manager, "tracer_register_reporters", on_fault=pytest.fail)) == [
        ("a", [1]),
        ("b", [2, 3]),
        ("c", [4]),
    ]


def test_one_that_raises_does_not_stop_those_after_it() -> None:
    faults: list[PluginFault] = []
    manager = manager_of(a=Answers(fault=ValueError("no")), b=Lazy(), c=Answers(4), d=Answers(fault=SystemExit(0)))
    assert list(call_each(manager, "tracer_register_reporters", on_fault=faults.append)) == [("c", [4])]
    assert [fault.plugin for fault in faults] == ["a", "b", "d"]
    assert [str(fault) for fault in faults] == [
        "Plugin a failed in tracer_register_reporters: ValueError: no",
        "Plugin b failed in tracer_register_reporters: OSError: disk full",
        "Plugin d failed in tracer_register_reporters: SystemExit: 0",
    ]


def test_a_plugin_that_answers_nothing_registers_nothing() -> None:
    class Silent:
        @hookimpl
        def tracer_register_reporters(self) -> None: ...

    registry = build_registry(Plugins(manager_of(silent=Silent())))
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
