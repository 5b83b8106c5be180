"""Python files of a project are plugins too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.hooks.manager import Choice, chosen, load_registry
from tracer_runner.settings import load_settings

from .distributions import REPORTER, faults_of


def test_a_file_of_the_project_is_a_plugin(tmp_path: Path) -> None:
    file = tmp_path / "plugins" / "csv_report.py"
    file.parent.mkdir()
    file.write_text(REPORTER.format(name="csv"))
    (tmp_path / "tracer.toml").write_text('[plugins]\nfiles = ["plugins/csv_report.py"]\ndisabled = ["junit"]\n')
    registry = load_registry(choice=chosen(load_settings(tmp_path)), warn=pytest.fail)
    assert registry.reporters.owner("csv") == "project:csv_report"
    assert "junit" not in registry.reporters


def test_a_file_of_the_project_that_lacks_something_is_a_fault_because_somebody_asked_for_it(tmp_path: Path) -> None:
    file = tmp_path / "needs.py"
    file.write_text("import no_such_module_anywhere")
    assert faults_of(file, tmp_path / "gone.py") == [
        "Plugin project:needs cannot be imported: ModuleNotFoundError: No module named 'no_such_module_anywhere'",
        f"Plugin project:gone cannot be imported: FileNotFoundError: there is no Python file {tmp_path / 'gone.py'}",
    ]


def test_a_file_of_the_project_may_use_the_names_it_imported_in_annotations(tmp_path: Path) -> None:
    file = tmp_path / "later.py"
    file.write_text("from __future__ import annotations\n" + ANNOTATED)
    registry = load_registry(choice=Choice(files=(file,)), warn=pytest.fail)
    assert registry.assertions["page.later"].parameters(at_most="2s").model_dump() == {"at_most": 2}


ANNOTATED = """
from dataclasses import dataclass
from tracer_runner.hooks import hookimpl
from tracer_runner.model.record import Record, Seconds

class Parameters(Record):
    at_most: Seconds

@dataclass
class Later:
    name: str = "later"
    subject: str = "page"
    operators: tuple[str, ...] = ()
    observes: frozenset[str] = frozenset()
    parameters: type[Record] = Parameters
    def examine(self, observation, parameters): ...

@hookimpl
def tracer_register_assertions():
    return [Later()]
"""


def test_a_file_that_leaves_while_it_is_imported_does_not_end_tracer(tmp_path: Path) -> None:
    file = tmp_path / "leaves.py"
    file.write_text("import sys\nsys.exit(0)")
    assert faults_of(file) == ["Plugin project:leaves cannot be imported: SystemExit: 0"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    files = [tmp_path / folder / "csv_report.py" for folder in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text(REPORTER.format(name="csv"))
    assert faults_of(*files) == [
        "There are two plugins project:csv_report: two files have this name, or one is listed twice."
    ]
