"""JUnit XML, which Jenkins, GitLab, Azure DevOps and Maven Surefire read."""

from __future__ import annotations

from pathlib import Path

from tracer_reports.files import from_here, write_file
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch


class JunitReporter:
    """Writes `junit.xml`."""

    name = "junit"
    filename: str | None = "junit.xml"

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write one suite with one test case for each run."""
        from tracer_reports.junit_document import write_suites  # imported when there is something to report

        target = path or folder / "junit.xml"
        write_file(target, text=write_suites(batch, folder=folder))
        return f"JUnit report: {from_here(target)}"


@hookimpl
def tracer_register_reporters() -> list[Reporter]:
    """The JUnit report."""
    return [JunitReporter()]
