"""CTRF, the common test report format: one JSON that many CI reporters read."""

from __future__ import annotations

import json
from pathlib import Path

from tracer_reports.files import from_here, write_file
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch


class CtrfReporter:
    """Writes `ctrf.json`."""

    name = "ctrf"
    filename: str | None = "ctrf.json"

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write one test for each run."""
        from tracer_reports.ctrf_document import build_ctrf  # imported when there is something to report

        target = path or folder / "ctrf.json"
        write_file(target, text=json.dumps(build_ctrf(batch, folder=folder), indent=2, ensure_ascii=False) + "\n")
        return f"CTRF report: {from_here(target)}"


@hookimpl
def tracer_register_reporters() -> list[Reporter]:
    """The CTRF report."""
    return [CtrfReporter()]
