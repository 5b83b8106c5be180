"""What a run tells while it runs: the only source of progress, reports and live pages.

A runner process sends events of attempts to its supervisor; the supervisor hands them on to observers and adds
`RunStarted` and `RunFinished`, so that an observer sees every run begin and end exactly once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from tracer_runner.model.record import Record, SourceRef, Text
from tracer_runner.model.run import Artifact, Attempt, Run, StepResult


class RunEvent(Record):
    """Something that happened in one run."""

    run_id: str


class RunStarted(RunEvent):
    """A run was handed to a runner for the first time."""

    event: Literal["run_started"] = "run_started"
    name: str
    at: datetime


class AttemptStarted(RunEvent):
    """The journey's function is about to be called."""

    event: Literal["attempt_started"] = "attempt_started"
    number: int
    at: datetime


class StepStarted(RunEvent):
    """A step began."""

    event: Literal["step_started"] = "step_started"
    index: int
    name: Text
    parent: int | None = None
    depth: int = 0
    timeout_ms: float
    """How long it may take: its own limit, or what the journey has left."""
    source: SourceRef | None = None
    offset_ms: float = 0


class StepFinished(RunEvent):
    """A step ended."""

    event: Literal["step_finished"] = "step_finished"
    step: StepResult


class ArtifactSaved(RunEvent):
    """A file is complete."""

    event: Literal["artifact_saved"] = "artifact_saved"
    artifact: Artifact


class BaselineKept(RunEvent):
    """Baselines are being updated, and the journey ended well: this became of one of its baselines."""

    event: Literal["baseline_kept"] = "baseline_kept"
    path: str
    """As the user would type it."""
    change: Literal["new", "changed", "unchanged", "unused"]
    """`unused`: it is there, and no check of the journey asked for it."""


class LogLine(RunEvent):
    """The journey printed something."""

    event: Literal["log_line"] = "log_line"
    stream: Literal["stdout", "stderr"]
    text: Text


class Stalled(RunEvent):
    """The journey blocks its runner without Playwright, or did until now; neighbours' clocks are moved by it."""

    event: Literal["stalled"] = "stalled"
    seconds: float
    ongoing: bool
    source: SourceRef | None = None
    code: Text | None = None
    """The line that blocks."""
    plugin: str | None = None
    """The plugin of the check that blocks, when it is not the journey itself."""


class AttemptFinished(RunEvent):
    """The attempt is over and its evidence is kept."""

    event: Literal["attempt_finished"] = "attempt_finished"
    attempt: Attempt
    browser_lost: bool = False
    """The renderer, browser or driver died under it."""


class RunFinished(RunEvent):
    """The run has its one final result."""

    event: Literal["run_finished"] = "run_finished"
    run: Run


AttemptEvent = (
    AttemptStarted | StepStarted | StepFinished | ArtifactSaved | BaselineKept | LogLine | Stalled | AttemptFinished
)
"""What a runner tells; the supervisor adds the rest."""

Event = Annotated[RunStarted | AttemptEvent | RunFinished, Field(discriminator="event")]
EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
