"""The job summary of GitHub, in Markdown. Text from pages is written so that it can be nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from tracer_reports.names import Names
from tracer_reports.sentences import BROKEN, batch_verdict, error_of, run_verdict, worst_first
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Batch, Error, Run
from tracer_runner.model.status import RunStatus
from tracer_runner.model.text import cap, format_time, one_line

LARGEST_SUMMARY = 1_000_000
"""Bytes; GitHub drops a summary above 1 MiB whole."""

_SIGNS = {
    RunStatus.PASSED: "✅",
    RunStatus.DEGRADED: "🐢",
    RunStatus.FAILED: "❌",
    RunStatus.ERROR: "⚠️",
    RunStatus.CANCELLED: "⏹️",
    RunStatus.MISSED: "⏹️",
}
_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~@:&\"'$=^/]")
_TAIL = 200


def build_summary(batch: Batch, *, room: int = LARGEST_SUMMARY) -> str:
    """The summary, at most `room` bytes of it; what does not fit is said."""
    runs = worst_first(batch)
    names = Names(batch)
    parts = [_head(batch), _table_head()]
    parts += [_row(run, name=names.of(run)) for run in runs]
    parts.append("\n")
    parts += [_details(run, name=names.of(run)) for run in runs if run.status in BROKEN]
    return _fit(parts, room=room)


def escape_markdown(text: str) -> str:
    """One line in which nothing is a link, a mention, markup or the end of a table cell."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", one_line(text, limit=500))


def _head(batch: Batch) -> str:
    facts = [
        format_time(batch.started_at),
        format_duration(max((batch.finished_at - batch.started_at).total_seconds(), 0)),
    ]
    facts += sorted({run.environment for run in batch.runs if run.environment})
    return f"\n## tracer: {escape_markdown(batch_verdict(batch))}\n\n{' · '.join(map(escape_markdown, facts))}\n\n"


def _table_head() -> str:
    return "| | Journey | Time | What happened |\n|---|---|---:|---|\n"


def _row(run: Run, *, name: str) -> str:
    shown = escape_markdown(name) + (" <sub>flaky</sub>" if run.flaky else "")
    took = format_duration(run.duration_ms / 1000) if run.attempts else ""
    return f"| {_SIGNS.get(run.status, '')} {run.status} | {shown} | {took} | {escape_markdown(run_verdict(run))} |\n"


def _details(run: Run, *, name: str) -> str:
    error = error_of(run)
    lines = [
        f"<details open><summary>{_SIGNS[run.status]} <b>{escape_markdown(name)}</b></summary>",
        "",
        escape_markdown(run_verdict(run)),
    ]
    lines += ["", *_explain(error)] if error else []
    return "\n".join([*lines, "", "</details>", "", ""])


def _explain(error: Error) -> Iterator[str]:
    if "\n" in error.message.strip():
        yield _block(cap(error.message.strip(), limit=4000))
    for label, value in (("Expected", error.expected), ("Actual", error.actual)):
        if value is not None:
            yield f"{label}:\n{_block(cap(value, limit=1000))}"
    if error.source:
        lines = [
            f"{'>' if number == error.source.line else ' '} {number:4} {cap(text, limit=400)}"
            for number, text in enumerate(error.source.lines[:40], start=error.source.first_line)
        ]
        yield f"{escape_markdown(f'{error.source.file}:{error.source.line}')}\n{_block(chr(10).join(lines))}"
    if error.page_url:
        yield f"Page: {escape_markdown(error.page_url)}\n"
    if error.hint:
        yield f"Next step: {escape_markdown(error.hint)}\n"


def _block(text: str) -> str:
    return f"\n<pre>{escape(text)}</pre>\n"


def _fit(parts: list[str], *, room: int) -> str:
    kept: list[str] = []
    left = room - _TAIL
    for place, part in enumerate(parts):
        left -= len(part.encode("utf-8", errors="replace"))
        if left < 0:
            kept.append(f"\n\n{len(parts) - place} more parts did not fit; the report files of this job have them.\n")
            break
        kept.append(part)
    return "".join(kept) if room > _TAIL else ""
