"""From runs to what pytest, its plugins and our own reports show."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracer_runner.pytest_plugin.items import JourneyItem
from tracer_runner.pytest_plugin.session import RUNS, TracerSession

if TYPE_CHECKING:
    from tracer_runner.model.run import Run

STATUS = "tracer_status"
"""What reports of pytest carry of ours, beside runs on their way from a worker: the status of a journey."""


class Reporting:
    """Adds to each report what is known of the journey, and gathers all runs."""

    def __init__(self, session: TracerSession) -> None:
        self._session = session

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """The journey's status, its steps and its pictures."""
        run = item.result if isinstance(item, JourneyItem) and call.when == "call" else None
        if run:
            item.user_properties.extend(_properties(run))  # JUnit XML takes them from the report of the teardown
        report = yield
        if run:
            setattr(report, STATUS, str(run.status))
            self._describe(report, run)
        if self._session.worker is not None and (made := self._session.drain()):
            setattr(report, RUNS, [run.model_dump_json() for run in made])
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the runs a worker made."""
        if self._session.worker is None:
            self._session.take_json(getattr(report, RUNS, ()))

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """A fault of ours is an error, and no failure; a broken budget is seen under `-v`."""
        status = getattr(report, STATUS, None)
        if report.when != "call" or status is None:
            return None
        if status == "error" and report.failed:  # not where a failure was expected
            return "error", "E", "ERROR"
        if status == "degraded" and report.passed:
            return "passed", ".", ("DEGRADED", {"yellow": True})
        return None

    def _describe(self, report: pytest.TestReport, run: Run) -> None:
        from tracer_runner.pytest_plugin.failure_text import step_lines

        if report.passed and run.steps:  # a failure shows them in its own text
            report.sections.append(("Steps", "\n".join(step_lines(run))))
        if run.last and run.last.output:
            report.sections.append(("Printed by the journey", run.last.output))
        report.extras = [*getattr(report, "extras", []), *self._extras(run)]  # type: ignore[attr-defined]

    def _extras(self, run: Run) -> Iterator[Any]:
        """Pictures and steps for pytest-html."""
        if not self._session.config.pluginmanager.hasplugin("html"):
            return
        from pytest_html import extras

        from tracer_runner.pytest_plugin.failure_text import step_lines

        yield extras.text("\n".join(step_lines(run)), name="Steps")
        for step in run.steps:
            if step.screenshot:
                yield extras.jpg(_base64(self._session.project.output / step.screenshot), name=step.name)


def _properties(run: Run) -> Iterator[tuple[str, str]]:
    """For JUnit XML and other reports that show properties of tests."""
    yield "tracer_run", run.id
    yield "tracer_status", str(run.status)  # JUnit XML knows of a failure only, whoever's fault it was
    for step in run.steps:
        yield "step", f"{step.name}: {step.status}, {step.duration_ms:.0f} ms"


def _base64(file: Path) -> str:
    import base64

    try:
        return base64.b64encode(file.read_bytes()).decode()
    except OSError:  # it was withheld or removed
        return ""
