"""Baselines as `tracer baselines list` shows them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tracer_runner.cli.rows import write_rows
from tracer_runner.engine.reading.baselines import StoredBaseline

_KINDS = {"png": "picture", "aria.yml": "structure", "axe.json": "accessibility"}


def show(baselines: Sequence[StoredBaseline], *, project: Path) -> None:
    """On standard output: a table on a terminal, whole lines through a pipe."""
    rows = [plain_cells(baseline, project=project) for baseline in baselines]
    if sys.stdout.isatty():
        _show_table(rows)
    else:
        write_rows(rows)


def plain_cells(baseline: StoredBaseline, *, project: Path) -> tuple[str, ...]:
    """Journey, kind, size, date, path, use."""
    facts = baseline.path.stat()
    date = datetime.fromtimestamp(facts.st_mtime, tz=UTC).astimezone()
    path = baseline.path
    return (
        baseline.journey,
        _KINDS.get(baseline.kind, baseline.kind) or "-",
        f"{facts.st_size:,} B" if facts.st_size < 10_000 else f"{facts.st_size / 1000:,.0f} kB",
        f"{date:%Y-%m-%d}",
        path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path),
        "used" if baseline.used else "unused",
    )


def _show_table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Journey", "Kind", box=None, pad_edge=False, header_style="bold")
    table.add_column("Size", justify="right")
    table.add_column("Date")
    table.add_column("Where", overflow="fold", style="dim")
    table.add_column("")
    for *cells, use in rows:
        table.add_row(*map(Text, cells), Text("" if use == "used" else use, style="yellow"))
    console = Console(highlight=False)
    console.print(table)
    unused = sum(row[-1] == "unused" for row in rows)
    count = f"{len(rows)} {'baseline' if len(rows) == 1 else 'baselines'}"
    console.print(f"{count}, {unused} unused" if unused else count, style="dim")
