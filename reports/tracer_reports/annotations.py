"""Workflow commands that GitHub Actions shows at the lines that broke."""

from __future__ import annotations

import os
from pathlib import Path

from tracer_reports.names import Names
from tracer_reports.sentences import BROKEN, error_of, run_verdict, worst_first
from tracer_runner.model.run import Batch, Run
from tracer_runner.model.status import RunStatus
from tracer_runner.model.text import cap, clean, one_line

MESSAGE = 2_000


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
