"""GitHub Actions: annotations at the lines that broke, and a summary of the job."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tracer_reports.files import unwritable
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch


class GithubReporter:
    """Prints annotations, and appends to the file `GITHUB_STEP_SUMMARY` names."""

    name = "github"
    filename: str | None = None

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Outside of GitHub Actions it only prints."""
        from tracer_reports.annotations import build_annotations  # imported when there is something to report

        _print("".join(f"{line}\n" for line in build_annotations(batch)))
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if not summary:
            return None
        _append(Path(summary), batch=batch)
        return "GitHub: the summary of the job has the results."


@hookimpl
def tracer_register_reporters() -> list[Reporter]:
    """The GitHub report."""
    return [GithubReporter()]


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
    sys.stdout.flush()


def _append(path: Path, *, batch: Batch) -> None:
    from tracer_reports.markdown import LARGEST_SUMMARY, build_summary

    try:
        held = path.stat().st_size if path.exists() else 0
        text = build_summary(batch, room=LARGEST_SUMMARY - held)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as fault:
        raise unwritable(path, fault=fault) from fault
