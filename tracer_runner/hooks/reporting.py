"""Have a report written."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracer_runner.hooks.contracts import Reporter
    from tracer_runner.model.run import Batch


def write_report(reporter: Reporter, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
    """What the reporter says; whatever it raises is raised, and half a file is not left to pass for a report."""
    before = _state(path)
    try:
        return reporter.write(batch, folder=folder, path=path)
    except BaseException:
        after = _state(path)
        if path and after and after != before:
            path.unlink()
        raise


def _state(path: Path | None) -> tuple[int, ...] | None:
    """What changes when a file is written to; None where there is none, or a pipe, a device or a link."""
    try:
        found = path.lstat() if path else None
    except OSError:
        return None
    if found is None or not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
