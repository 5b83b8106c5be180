"""The reporter, the journey argument, and every module as a plugin."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import ClassVar

import pytest
from tracer_example import banner, british, bus, commands, csv_report, greeting, headings, logbook, ping, visitor

from tracer_runner.testing import ArgumentContract, PluginContract, ReporterContract, sample_batch


class TestCsvReport(ReporterContract):
    reporter = csv_report.CsvReporter()

    def test_it_has_a_line_for_each_run(self, tmp_path: Path) -> None:
        path = tmp_path / "report.csv"
        self.reporter.write(sample_batch(), folder=tmp_path, path=path)
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert [row["status"] for row in rows] == [str(run.status) for run in sample_batch().runs]


class TestVisitor(ArgumentContract):
    argument = visitor.VisitorArgument()
    needed: ClassVar = {"params": {"mail_domain": "shop.example"}}

    def test_nobody_comes_twice(self) -> None:
        with self.argument.provide(**self.needed) as one, self.argument.provide(**self.needed) as other:
            assert one.email != other.email
            assert one.email.endswith("@shop.example")


class TestLogbook(PluginContract):
    plugin = logbook

    @pytest.fixture(autouse=True)
    def book(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv(logbook.FILE, str(tmp_path / "book"))
        return tmp_path / "book"

    def test_it_writes_a_line_for_each_finished_run(self, book: Path) -> None:
        for run in sample_batch().runs:
            logbook.tracer_run_finished(run)
        assert len(book.read_text(encoding="utf-8").splitlines()) == len(sample_batch().runs)


class TestCommands(PluginContract):
    plugin = commands


MODULES = [banner, british, bus, csv_report, greeting, headings, ping, visitor]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_each_module_is_a_plugin(module: object) -> None:
    class Contract(PluginContract):
        plugin = module

    Contract().test_it_fits()
    Contract().test_everything_it_registers_can_be_used()
