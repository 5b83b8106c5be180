"""Journeys as `tracer list` shows them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from tracer_runner.cli.rows import plain_row, write_rows
from tracer_runner.model.duration import format_duration
from tracer_runner.model.journey import Journey, Step, walk

SCHEMA_VERSION = 1
"""Of the JSON; it grows when a field is renamed or taken away."""


def show(journeys: Sequence[Journey], *, steps: bool, as_json: bool) -> None:
    """On standard output: a table on a terminal, whole lines through a pipe, trees of steps, or JSON."""
    if as_json:
        sys.stdout.write(json.dumps(as_data(journeys), indent=2, ensure_ascii=False) + "\n")
    elif steps:
        sys.stdout.write("\n\n".join("\n".join(step_lines(journey)) for journey in journeys) + "\n")
    elif sys.stdout.isatty():
        _show_table(journeys)
    else:
        write_rows(map(plain_cells, journeys))


def plain_cells(journey: Journey) -> tuple[str, ...]:
    """Key, name, tags, schedule, number of steps, place; none is empty."""
    cells = (
        journey.key,
        journey.name,
        ",".join(journey.tags),
        schedule(journey),
        str(sum(1 for _ in walk(journey.steps))),
        journey.location,
    )
    return plain_row(cells)


def schedule(journey: Journey) -> str:
    """`every 5 min`, `cron */5 * * * * Europe/Berlin`, or nothing."""
    if journey.every is not None:
        return f"every {format_duration(journey.every)}"
    return f"cron {journey.cron} {journey.timezone or ''}".strip() if journey.cron else ""


def step_lines(journey: Journey) -> Iterator[str]:
    """The journey, and its steps below it with what is special about each."""
    yield f"{journey.name}  {journey.location}"
    if not journey.steps:
        yield "  (no steps)"
    yield from _tree(journey.steps, indent="  ", around=None)


def as_data(journeys: Sequence[Journey]) -> dict[str, Any]:
    """What `--json` writes; durations in seconds."""
    left_out = {"id", "path", "root"}
    return {
        "schema_version": SCHEMA_VERSION,
        "journeys": [
            {
                "key": journey.key,
                "name": journey.name,
                "where": journey.location,
                **journey.model_dump(mode="json", exclude=left_out | {"key", "name"}),
            }
            for journey in journeys
        ],
    }


def _tree(steps: Sequence[Step], *, indent: str, around: Step | None) -> Iterator[str]:
    for step in steps:
        marks = ", ".join(_marks(step, around=around))
        yield f"{indent}{step.name}" + (f"  ({marks})" if marks else "")
        yield from _tree(step.steps, indent=f"{indent}  ", around=step)


def _marks(step: Step, *, around: Step | None) -> Iterator[str]:
    """What a reader should know; what the step around it says already is not repeated."""
    if step.repeats and not (around and around.repeats):
        yield "repeats"
    if step.optional and not (around and around.optional):
        yield "optional"
    if step.soft:
        yield "soft"
    if step.budget is not None:
        yield f"budget {format_duration(step.budget)}"
    if step.timeout is not None:
        yield f"timeout {format_duration(step.timeout)}"
    if step.retries:
        yield f"retries {step.retries}"


def _show_table(journeys: Sequence[Journey]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Journey", overflow="fold")
    table.add_column("Key", overflow="fold")
    table.add_column("Tags", overflow="fold", style="cyan")
    table.add_column("Schedule", overflow="fold")
    table.add_column("Steps", justify="right")
    table.add_column("Where", overflow="fold", style="dim")
    for journey in journeys:
        key, name, tags, when, count, where = plain_cells(journey)
        table.add_row(*(Text("" if cell == "-" else cell) for cell in (name, key, tags, when, count, where)))
    console = Console(highlight=False)
    console.print(table)
    console.print(f"{len(journeys)} {'journey' if len(journeys) == 1 else 'journeys'}", style="dim")
