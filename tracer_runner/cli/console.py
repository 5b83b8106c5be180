"""What a person sees while journeys run: a live view on a terminal, plain whole lines elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, TextIO

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from tracer_runner.model.event import (
    AttemptStarted,
    Event,
    RunFinished,
    RunStarted,
    Stalled,
    StepFinished,
    StepStarted,
)
from tracer_runner.model.run import Batch
from tracer_runner.services.run_lines import describe_run, step_line, summary_line


class Progress(Protocol):
    """Shows events as they come; `take` may be called from any thread."""

    def __enter__(self) -> Progress: ...
    def __exit__(
        self, class_: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def take(self, event: Event) -> None: ...
    def note(self, text: str) -> None: ...
    def summarise(self, batch: Batch) -> None: ...


class Terminal(Console):
    """A console that falls silent when nobody reads it any more: `tracer run | head` still runs to its end."""

    def on_broken_pipe(self) -> None:
        """Say no more."""
        self.quiet = True


def make_progress(stream: TextIO, *, total: int, folder: str) -> Progress:
    """The live view where the stream is a terminal, else plain lines; `folder` is where evidence goes, as shown."""
    console = Terminal(file=stream, highlight=False, soft_wrap=True)
    kind = LiveProgress if console.is_terminal else PlainProgress
    return kind(console, total=total, folder=folder)


class PlainProgress:
    """A line for each fact, whole and in order, with the journey's name before it."""

    def __init__(self, console: Console, *, total: int, folder: str) -> None:
        self._console = console
        self._total = total
        self._folder = folder
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> PlainProgress:
        self.note(f"Running {_count(self._total)}")
        return self

    def __exit__(
        self, class_: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._console.file.flush()

    def take(self, event: Event) -> None:
        """Print what is of interest."""
        with self._lock:
            for line in self._lines(event):
                self._print(line)

    def note(self, text: str) -> None:
        """A line of ours."""
        self._print(Text(text))

    def summarise(self, batch: Batch) -> None:
        """The last line."""
        self._print(summary_line(batch))

    def _lines(self, event: Event) -> Iterator[Text]:
        if isinstance(event, RunStarted):
            self._names[event.run_id] = event.name
            yield Text(f"{event.name}: started")
        elif isinstance(event, AttemptStarted) and event.number > 1:
            yield Text(f"{self._names[event.run_id]}: attempt {event.number}")
        elif isinstance(event, StepFinished):
            yield Text(f"{self._names[event.run_id]}: ").append_text(step_line(event.step))
        elif isinstance(event, RunFinished):
            yield from describe_run(event.run, folder=self._folder)

    def _print(self, line: Text) -> None:
        self._console.print(line)
        self._console.file.flush()


@dataclass
class _Row:
    name: str
    since: float = field(default_factory=time.monotonic)
    attempt: int = 1
    steps: list[str] = field(default_factory=list)
    blocked: str | None = None


class LiveProgress:
    """A row for each journey under way with its current step; what has ended scrolls up above."""

    def __init__(self, console: Console, *, total: int, folder: str) -> None:
        self._console = console
        self._total = total
        self._folder = folder
        self._ended = 0
        self._rows: dict[str, _Row] = {}
        self._lock = threading.Lock()
        self._live = Live(console=console, get_renderable=self._render, refresh_per_second=8, transient=True)

    def __enter__(self) -> LiveProgress:
        self._live.__enter__()
        return self

    def __exit__(
        self, class_: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(class_, raised, trace)

    def take(self, event: Event) -> None:
        """Change the rows."""
        with self._lock:
            row = self._rows.get(event.run_id)
            if isinstance(event, RunStarted):
                self._rows[event.run_id] = _Row(event.name)
            elif isinstance(event, RunFinished):
                self._rows.pop(event.run_id, None)
                self._ended += 1
            elif row is not None:
                _change(row, event)
        if isinstance(event, RunFinished):
            # Outside the lock: printing waits for the live view, and the live view for the lock.
            for line in describe_run(event.run, folder=self._folder):
                self._console.print(line)

    def note(self, text: str) -> None:
        """A line of ours."""
        self._console.print(Text(text))

    def summarise(self, batch: Batch) -> None:
        """The last line."""
        self._console.print(summary_line(batch))

    def _render(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        with self._lock:
            rows = list(self._rows.values())
            ended = self._ended
        for row in rows:
            seconds = time.monotonic() - row.since
            attempt = f" (attempt {row.attempt})" if row.attempt > 1 else ""
            step = Text(row.blocked or " / ".join(row.steps) or "starting", style="yellow" if row.blocked else "")
            table.add_row(
                Spinner("dots"), Text(row.name + attempt, style="bold"), step, Text(f"{seconds:.1f} s", "dim")
            )
        table.add_row("", Text(f"{ended} of {_count(self._total)} ended", "dim"), "", "")
        return table


def _change(row: _Row, event: Event) -> None:
    if isinstance(event, AttemptStarted):
        row.attempt, row.steps = event.number, []
    elif isinstance(event, StepStarted):
        row.blocked = None
        row.steps = [*row.steps[: event.depth], event.name]
    elif isinstance(event, StepFinished):
        row.steps = row.steps[: event.step.depth]
    elif isinstance(event, Stalled):
        row.blocked = f"blocks the runner at {event.source}" if event.ongoing else None


def _count(total: int) -> str:
    return "1 run" if total == 1 else f"{total} runs"
