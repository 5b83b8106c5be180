"""GitHub Actions: annotations at the lines that broke, and a summary of the job."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tracer_reports.files import unwritable
from tracer_reports.markdown import LARGEST_SUMMARY, build_summary
from tracer_reports.names import Names
from tracer_reports.sentences import BROKEN, error_of, run_verdict, worst_first
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch, Run
from tracer_runner.model.status import RunStatus
from tracer_runner.model.text import cap, clean, one_line

MESSAGE = 2_000


class GithubReporter:
    """Prints annotations, and appends to the file `GITHUB_STEP_SUMMARY` names."""

    name = "github"
    filename: str | None = None

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Outside of GitHub Actions it only prints."""
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


def build_annotations(batch: Batch) -> list[str]:
    """One workflow command for each run that broke or was slow, the worst first."""
    names = Names(batch)
    levels = {RunStatus.FAILED: "error", RunStatus.ERROR: "error", RunStatus.DEGRADED: "warning"}
    return [
        _annotation(run, level=levels[run.status], title=names.of(run))
        for run in worst_first(batch)
        if run.status in levels
    ]


def _annotation(run: Run, *, level: str, title: str) -> str:
    error = error_of(run) if run.status in BROKEN else None
    source = error.source if error and error.source else run.source
    lines = [run_verdict(run)]
    if error:
        lines += [f"Expected: {error.expected}"] if error.expected is not None else []
        lines += [f"Actual: {error.actual}"] if error.actual is not None else []
        lines += [f"Page: {error.page_url}"] if error.page_url else []
        lines += [error.hint] if error.hint else []
    message = cap("\n".join(cap(line, limit=MESSAGE // 3) for line in lines), limit=MESSAGE)
    place = f"file={_property(_in_workspace(source.file))},line={max(source.line, 1)},title={_property(title)}"
    return f"::{level} {place}::{_data(message)}"


def _in_workspace(file: str) -> str:
    """The file relative to the checkout, which is how GitHub finds it."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    try:
        found = (Path.cwd() / file).resolve()
        return one_line(found.relative_to(root.resolve()).as_posix(), limit=500)
    except (OSError, ValueError):
        return one_line(file, limit=500)


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
    sys.stdout.flush()


def _append(path: Path, *, batch: Batch) -> None:
    try:
        held = path.stat().st_size if path.exists() else 0
        text = build_summary(batch, room=LARGEST_SUMMARY - held)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as fault:
        raise unwritable(path, fault=fault) from fault
