"""Runs that were made together become one batch, its result file and its reports."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tracer_runner import __version__
from tracer_runner.engine.origin import batch_metadata
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.hooks.reporting import write_report
from tracer_runner.model.run import Batch, Run
from tracer_runner.model.status import worst


def make_batch(runs: Sequence[Run], *, id: str, started_at: datetime, interrupted: bool) -> Batch:
    """These runs as one batch that ends now, with where it was made."""
    return Batch(
        id=id,
        version=__version__,
        status=worst(run.status for run in runs),
        interrupted=interrupted,
        started_at=started_at,
        finished_at=datetime.now(UTC),
        runs=tuple(runs),
        metadata=batch_metadata(os.environ),
        platform=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    )


def write_reports(
    batch: Batch,
    *,
    reports: Sequence[tuple[Reporter, Path | None]],
    output: Path,
    note: Callable[[str], None],
    complain: Callable[[str], None],
) -> None:
    """Write every report, and let each `note` what it has to say; one that cannot be written disturbs no other."""
    for reporter, path in reports:
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            if line := write_report(reporter, batch, folder=output, path=path):
                note(line)
        except (Exception, SystemExit) as fault:  # a reporter that leaves must not end the run as if all were well
            complain(f"The report {reporter.name!r} could not be written: {type(fault).__name__}: {fault}")
