"""The folder results go to: made ready before anything runs, so that nothing is lost for want of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from tracer_runner.errors import UsageError
from tracer_runner.model.run import Batch

RESULT = "result.json"
MARK = ".tracer-output"
"""Says that the folder is ours, so that the runs of last time may be removed from it."""


def prepare_output(folder: Path, *, reports: Iterable[str]) -> None:
    """Make the folder, prove that it can be written to, and remove the runs and the reports of last time.

    `reports` are the names of the files reports have there: one that is not written now would pass for this run's.
    """
    try:
        fresh = not folder.exists() or not any(folder.iterdir())
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            (folder / MARK).touch()
        elif (folder / MARK).exists():
            for name in (RESULT, *reports):
                (folder / name).unlink(missing_ok=True)
            shutil.rmtree(folder / "runs", ignore_errors=True)
        probe = folder / f".tracer-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise UsageError(
            f"The output folder {folder} cannot be used: {reason}.", hint="Pass another with --output DIR."
        ) from fault


def write_result(batch: Batch, *, output: Path) -> None:
    """Write result.json whole or not at all; OSError when the disk is full."""
    target = output / RESULT
    part = target.with_suffix(".part")
    try:
        part.write_text(batch.model_dump_json(indent=2) + "\n", encoding="utf-8")
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
