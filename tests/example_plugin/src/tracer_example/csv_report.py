"""A reporter: one line for each run, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch


class CsvReporter:
    """Writes `report.csv`."""

    name = "csv"
    filename = "report.csv"

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        if path is None:
            return None
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["journey", "status", "milliseconds"])
            lines.writerows([run.journey, run.status, f"{run.duration_ms:.0f}"] for run in batch.runs)
        return f"CSV: {path}"


@hookimpl
def tracer_register_reporters() -> Iterable[Reporter]:
    return [CsvReporter()]
