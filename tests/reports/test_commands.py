from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tracer_reports.commands import tracer_add_commands
from tracer_reports.json import JsonReporter
from typer.testing import CliRunner, Result

from tracer_runner.errors import UsageError

from .samples import everything


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which `tracer run` has just ended."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tracer-results"
    folder.mkdir()
    JsonReporter().write(everything(), folder=folder, path=None)
    return folder


def report(*arguments: str) -> Result:
    """`tracer report …`; errors come through."""
    app = typer.Typer()
    app.callback()(lambda: None)
    tracer_add_commands(app)
    return CliRunner().invoke(app, ["report", *arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    ("name", "filename"),
    [("html", "report.html"), ("junit", "junit.xml"), ("ctrf", "ctrf.json"), ("json", "result.json")],
)
def test_each_report_is_written_beside_the_result(name: str, filename: str, results: Path) -> None:
    answer = report("tracer-results/result.json", "--to", name)
    assert answer.exit_code == 0
    assert answer.stdout.strip().endswith(f": tracer-results/{filename}")
    assert (results / filename).stat().st_size > 1000


def test_the_folder_of_a_result_will_do(results: Path) -> None:
    assert report("tracer-results", "--to", "junit").exit_code == 0
    assert (results / "junit.xml").exists()


def test_a_report_can_be_written_elsewhere_and_its_folder_is_made(results: Path, tmp_path: Path) -> None:
    assert (
        report("tracer-results", "--to", "html", "--output", "public/x.html").stdout == "HTML report: public/x.html\n"
    )
    assert 'href="../tracer-results/checkout/attempt-1/trace.zip"' in (tmp_path / "public/x.html").read_text("utf-8")
    assert not (results / "report.html").exists()


def test_a_report_for_a_folder_gets_its_usual_name(results: Path, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    report("tracer-results", "--to", "ctrf", "--output", "public")
    assert (tmp_path / "public" / "ctrf.json").exists()
    assert not (results / "ctrf.json").exists()


def test_the_github_report_is_printed(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert report(str(results), "--to", "github").stdout.startswith("::error file=")


def test_an_unknown_report_lists_the_known_ones(results: Path) -> None:
    with pytest.raises(UsageError, match="There is no report 'pdf'") as caught:
        report(str(results), "--to", "pdf")
    assert caught.value.hint is not None
    for name in ("ctrf", "github", "html", "json", "junit"):
        assert name in caught.value.hint


def test_a_path_for_a_report_without_one_is_refused(results: Path) -> None:
    with pytest.raises(UsageError, match="takes no path"):
        report(str(results), "--to", "github", "--output", "x")


def test_a_report_that_cannot_be_written_is_a_usage_error(results: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        report(str(results), "--to", "html", "--output", "tracer-results/result.json/x.html")


def test_the_command_costs_nothing_until_it_is_used() -> None:
    heavy = ("jinja2", "pydantic", "playwright")
    code = f"import sys, tracer_reports.commands; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
