"""One run: its verdict, what it was, and its attempts, the one that decided first."""

from __future__ import annotations

from dataclasses import dataclass

from tracer_reports.names import Names
from tracer_reports.sentences import error_of, run_verdict
from tracer_reports.views.attempt import AttemptView, Limits, view_attempt
from tracer_reports.views.evidence import Evidence
from tracer_reports.views.failure import FailureView, view_failure
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Run
from tracer_runner.model.text import counted, format_time, one_line


@dataclass(frozen=True)
class Fact:
    """A label and its value; shown as a link where the value is a web address."""

    label: str
    value: str


@dataclass(frozen=True)
class RunView:
    anchor: str
    name: str
    status: str
    verdict: str
    duration: str
    place: str
    tags: tuple[str, ...]
    description: str | None
    facts: tuple[Fact, ...]
    flaky: bool
    notes: tuple[str, ...]
    failure: FailureView | None
    """What broke, also where no attempt began."""
    attempt: AttemptView | None
    """The one that decided."""
    earlier: tuple[AttemptView, ...]
    strip: tuple[str, ...]
    """The statuses of the outermost steps, for a glance."""
    open: bool


def view_run(run: Run, *, names: Names, anchor: str, evidence: Evidence, limits: Limits, opened: bool) -> RunView:
    """Everything the page shows of this run."""
    views = [
        view_attempt(attempt, total=len(run.attempts), evidence=evidence, limits=limits) for attempt in run.attempts
    ]
    error = error_of(run)
    return RunView(
        anchor=anchor,
        name=names.of(run),
        status=run.status.value,
        verdict=run_verdict(run),
        duration=format_duration(run.duration_ms / 1000) if run.attempts else "not begun",
        place=one_line(f"{run.source.file}::{run.function}", limit=300),
        tags=tuple(one_line(tag, limit=50) for tag in run.tags[:20]),
        description=one_line(run.description, limit=500) or None,
        facts=_facts(run),
        flaky=run.flaky,
        notes=_notes(run),
        failure=view_failure(error, attempt=run.last, pictures=evidence.pictures) if error else None,
        attempt=views[-1] if views else None,
        earlier=tuple(views[:-1]),
        strip=tuple(step.status.value for step in run.steps if step.depth == 0)[:40],
        open=opened,
    )


def _facts(run: Run) -> tuple[Fact, ...]:
    version = run.last.browser_version if run.last else None
    browser = " ".join(part for part in (run.browser, version) if part)
    facts = [
        ("Environment", run.environment),
        ("Location", run.location if run.location != "local" else None),
        ("Browser", browser),
        ("Device", run.device),
        ("Owner", run.owner),
        ("Runbook", run.runbook),
        ("Started", format_time(run.started_at)),
        *((f"Param {name}", str(value)) for name, value in list(run.params.items())[:20]),
        ("Run", run.id),
    ]
    return tuple(
        Fact(label=one_line(label, limit=60), value=one_line(value, limit=300)) for label, value in facts if value
    )


def _notes(run: Run) -> tuple[str, ...]:
    notes = []
    if run.flaky:
        failed = len(run.attempts) - 1
        notes.append(f"Flaky: it passed after {counted(failed, 'attempt')} that did not.")
    if run.reruns:
        notes.append(f"It began anew {counted(run.reruns, 'time')}, because a neighbour took its runner down.")
    return tuple(notes)
