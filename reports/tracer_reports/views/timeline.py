"""The steps of an attempt on a common axis of time. Places and widths are per cent of the axis."""

from __future__ import annotations

from dataclasses import dataclass

from tracer_reports.sentences import over_budget
from tracer_reports.views.selection import select
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Attempt, StepResult
from tracer_runner.model.status import StepStatus
from tracer_runner.model.text import cap, counted, one_line

MOST = 300
"""Steps shown of one attempt."""
SMALLEST_BAR = 0.5
_BROKEN = (StepStatus.FAILED, StepStatus.ERROR)


@dataclass(frozen=True)
class Tick:
    place: float
    label: str


@dataclass(frozen=True)
class Bar:
    left: float
    width: float
    over: float | None
    """Where the part beyond the budget begins; None within it, and for a step that broke, which is red as a whole."""
    budget: float | None
    """Where the budget ends, if that is on the axis."""


@dataclass(frozen=True)
class StepRow:
    name: str
    status: str
    depth: int
    duration: str | None
    """None: it never ran."""
    bar: Bar | None
    budget: str | None
    over_budget: bool
    notes: tuple[str, ...]
    page_title: str | None
    page_url: str | None
    source: str | None
    message: str | None


@dataclass(frozen=True)
class TimelineView:
    rows: tuple[StepRow, ...]
    ticks: tuple[Tick, ...]
    footnote: str | None


def view_timeline(attempt: Attempt) -> TimelineView:
    """The steps in the order they began, nested ones under theirs."""
    ends = [step.offset_ms + step.duration_ms for step in attempt.steps]
    total = max([attempt.duration_ms, *ends, 1.0])
    evidence = sum(step.evidence_ms for step in attempt.steps)
    shown = select(attempt.steps, room=MOST, matters=lambda step: step.status in _BROKEN)
    missing = len(attempt.steps) - len(shown)
    notes = [f"{counted(missing, 'more step')} left out here."] if missing else []
    if evidence:
        notes.append(f"Taking pictures and reading facts ({format_duration(evidence / 1000)}) is not counted.")
    rows = tuple(_row(step, total=total) for step in shown)
    return TimelineView(rows=rows, ticks=ticks(total), footnote=" ".join(notes) or None)


def ticks(total_ms: float) -> tuple[Tick, ...]:
    """Round moments on an axis that long, three to six of them."""
    magnitude = 10.0 ** (len(str(int(max(total_ms, 1)))) - 1)
    width = next(
        (magnitude * part for part in (0.2, 0.25, 0.5, 1, 2) if total_ms / (magnitude * part) <= 5.5), magnitude * 2
    )
    marks = range(int(total_ms // width) + 1)
    return tuple(Tick(place=place_of(mark * width, total=total_ms), label=_tick_label(mark * width)) for mark in marks)


def place_of(moment_ms: float, *, total: float) -> float:
    """Per cent of the axis, kept on it."""
    return round(min(max(moment_ms / total, 0.0), 1.0) * 100, 2) if total > 0 else 0.0


def _row(step: StepResult, *, total: float) -> StepRow:
    ran = step.status is not StepStatus.SKIPPED
    return StepRow(
        name=one_line(step.name, limit=200) or "(no name)",
        status=step.status.value,
        depth=min(step.depth, 6),
        duration=format_duration(step.duration_ms / 1000) if ran else None,
        bar=_bar(step, total=total) if ran else None,
        budget=format_duration(step.budget_ms / 1000) if ran and step.budget_ms is not None else None,
        over_budget=over_budget(step),
        notes=_notes(step),
        page_title=one_line(step.page_title, limit=200) if step.page_title else None,
        page_url=one_line(step.page_url, limit=2_000) if step.page_url else None,
        source=one_line(str(step.source), limit=300) if step.source else None,
        message=cap(step.error.message, limit=600) if step.error else None,
    )


def _bar(step: StepResult, *, total: float) -> Bar:
    left = min(place_of(step.offset_ms, total=total), 100 - SMALLEST_BAR)
    width = max(place_of(step.duration_ms, total=total), SMALLEST_BAR)
    budget = None
    if step.budget_ms is not None and step.offset_ms + step.budget_ms <= total:
        budget = place_of(step.offset_ms + step.budget_ms, total=total)
    over = budget if over_budget(step) and step.status not in _BROKEN else None
    return Bar(left=left, width=round(min(width, 100 - left), 2), over=over, budget=budget)


def _notes(step: StepResult) -> tuple[str, ...]:
    notes = (
        "soft: the journey goes on when it fails" if step.soft else "",
        f"{counted(step.tries, 'try', plural='tries')}" if step.tries > 1 else "",
        f"{format_duration(step.stalled_ms / 1000)} blocked by another journey, not counted" if step.stalled_ms else "",
        f"{format_duration(step.evidence_ms / 1000)} for evidence, not counted" if step.evidence_ms >= 1 else "",
    )
    return tuple(note for note in notes if note)


def _tick_label(moment_ms: float) -> str:
    if moment_ms == 0:
        return "0"
    if moment_ms < 1000:
        return f"{moment_ms:.0f} ms"
    seconds = moment_ms / 1000
    return f"{seconds:g} s" if seconds < 120 else format_duration(seconds)
