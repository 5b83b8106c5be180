"""One attempt: its steps, and everything that was seen while they ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from shlex import quote

from tracer_reports.files import Place
from tracer_reports.pictures import Picture
from tracer_reports.views.assertions import AssertionRow, view_assertions
from tracer_reports.views.evidence import Evidence
from tracer_reports.views.failure import FailureView, view_failure
from tracer_reports.views.network import NetworkView, view_network
from tracer_reports.views.selection import select
from tracer_reports.views.timeline import TimelineView, view_timeline
from tracer_reports.views.vitals import PageVitals, view_vitals
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Artifact, ArtifactKind, Attempt, ConsoleMessage
from tracer_runner.model.text import cap, counted, format_size, one_line

FRAMES = 100
"""Pictures shown of one attempt."""
_LOUD = {"error": "error", "exception": "error", "assert": "error", "warning": "warning"}


@dataclass(frozen=True)
class Limits:
    """How much of one attempt is shown."""

    requests: int
    messages: int = 200
    text: int = 1_000
    output: int = 20_000


@dataclass(frozen=True)
class Frame:
    """One picture of the filmstrip."""

    caption: str
    status: str
    picture: Picture


@dataclass(frozen=True)
class ConsoleRow:
    type: str
    level: str
    """`error`, `warning` or `plain`."""
    text: str
    place: str | None
    at: str


@dataclass(frozen=True)
class ArtifactView:
    kind: str
    name: str
    size: str
    link: str | None
    command: str | None
    """What to type to look at it."""
    note: str | None


@dataclass(frozen=True)
class AttemptView:
    title: str
    status: str
    duration: str
    browser: str | None
    failure: FailureView | None
    timeline: TimelineView
    frames: tuple[Frame, ...]
    assertions: tuple[AssertionRow, ...]
    failed_assertions: int
    console: tuple[ConsoleRow, ...]
    console_errors: int
    console_left_out: str | None
    network: NetworkView | None
    vitals: tuple[PageVitals, ...]
    warnings: tuple[str, ...]
    output: str | None
    other_errors: tuple[FailureView, ...]
    artifacts: tuple[ArtifactView, ...]


def view_attempt(attempt: Attempt, *, total: int, evidence: Evidence, limits: Limits) -> AttemptView:
    """`total`: how many attempts the run had."""
    pictures = evidence.pictures
    failure = view_failure(attempt.error, attempt=attempt, pictures=pictures) if attempt.error else None
    others = _other_errors(attempt, pictures=pictures)
    assertions = view_assertions(attempt, failures=(*filter(None, [failure]), *others), pictures=pictures)
    loud = select(attempt.console, room=limits.messages, matters=lambda message: _LOUD.get(message.type) == "error")
    console = tuple(_message(message, limits=limits) for message in loud)
    hidden = len(attempt.console) - len(console)
    return AttemptView(
        title=f"Attempt {attempt.number} of {total}",
        status=attempt.status.value,
        duration=format_duration(attempt.duration_ms / 1000),
        browser=one_line(attempt.browser_version, limit=80) if attempt.browser_version else None,
        failure=failure,
        timeline=view_timeline(attempt),
        frames=_frames(attempt, pictures=pictures),
        assertions=assertions,
        failed_assertions=sum(not row.passed for row in assertions),
        console=console,
        console_errors=sum(row.level == "error" for row in console),
        console_left_out=f"{counted(hidden, 'more message')} left out here." if hidden > 0 else None,
        network=view_network(attempt.network, room=limits.requests) if attempt.network else None,
        vitals=view_vitals(attempt.vitals),
        warnings=tuple(cap(warning, limit=limits.text) for warning in attempt.warnings[:50]),
        output=cap(attempt.output, limit=limits.output) if attempt.output.strip() else None,
        other_errors=others,
        artifacts=tuple(_artifact(artifact, places=evidence.places) for artifact in attempt.artifacts[:200]),
    )


def _other_errors(attempt: Attempt, *, pictures: Mapping[str, Picture]) -> tuple[FailureView, ...]:
    return tuple(
        view_failure(error, attempt=attempt, pictures=pictures, decided=False) for error in attempt.other_errors[:30]
    )


def _frames(attempt: Attempt, *, pictures: Mapping[str, Picture]) -> tuple[Frame, ...]:
    pictured = [step for step in attempt.steps if step.screenshot in pictures]
    shown = select(pictured, room=FRAMES, matters=lambda step: step.error is not None)
    return tuple(
        Frame(caption=one_line(step.name, limit=120), status=step.status.value, picture=pictures[step.screenshot])
        for step in shown
        if step.screenshot
    )


def _message(message: ConsoleMessage, *, limits: Limits) -> ConsoleRow:
    place = None
    if message.url:
        place = one_line(message.url, limit=300) + (f":{message.line}" if message.line is not None else "")
    return ConsoleRow(
        type=one_line(message.type, limit=20),
        level=_LOUD.get(message.type, "plain"),
        text=cap(message.text, limit=limits.text),
        place=place,
        at=format_duration(max(message.offset_ms, 0) / 1000),
    )


def _artifact(artifact: Artifact, *, places: Mapping[str, Place]) -> ArtifactView:
    place = places[artifact.path]
    name = one_line(artifact.path, limit=300)
    if place.link is None:
        note: str | None = "Its path leads out of the output folder."
    else:
        note = None if place.present else "The file is missing."
    command = None
    if artifact.kind is ArtifactKind.TRACE and place.link is not None:
        command = f"tracer show-trace {quote(one_line(place.typed, limit=500))}"
    size = format_size(max(artifact.size, 0))
    return ArtifactView(kind=artifact.kind.value, name=name, size=size, link=place.link, command=command, note=note)
