"""What happened: one run of one journey, its attempts, and the batch it belongs to.

Times are aware UTC datetimes. Durations are milliseconds (`*_ms`) and cover user code only: evidence and stalls caused
by neighbours are counted apart. `offset_ms` counts from the start of the attempt.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from tracer_runner.model.record import Record, SourceRef, Text
from tracer_runner.model.status import RunStatus, StepStatus


class SourceExcerpt(Record):
    """A few lines of the journey file around the one that matters."""

    file: str
    line: int
    first_line: int
    """The number of the first line in `lines`."""
    lines: tuple[Text, ...]


class Error(Record):
    """Why something did not pass."""

    class_: str = Field(alias="class")
    """The exception's class (`AssertionError`, `TimeoutError`) or ours (`StepTimeout`, `Blocked`, `MissingSecret`)."""
    message: Text
    expected: Text | None = None
    actual: Text | None = None
    step: Text | None = None
    """The path of the step it arose in: `Pay / Confirm`."""
    source: SourceExcerpt | None = None
    page_url: Text | None = None
    traceback: Text | None = None
    """The frames of the user's own files, innermost last."""
    hint: str | None = None
    """What to do next; commands and code stand between backticks."""


class Picture(Record):
    """A picture that shows what an assertion saw."""

    title: str
    """`expected`, `actual`, `difference`, …"""
    path: str
    """Among the artifacts."""


class AssertionResult(Record):
    """What one assertion gave."""

    type: str
    """`assert`, `expect.to_be_visible`, `check.no_console_errors`."""
    passed: bool
    message: Text
    """A sentence a person understands."""
    expected: Text | None = None
    actual: Text | None = None
    pictures: tuple[Picture, ...] = ()
    hint: str | None = None
    """What to do next, when it does not hold; commands and code stand between backticks."""
    source: SourceRef | None = None


class StepResult(Record):
    """What one step gave."""

    index: int
    """Counts from 0 in the order the steps began; unique in the attempt. Steps that never ran come last."""
    name: Text
    parent: int | None = None
    """The index of the step around it."""
    depth: int = 0
    status: StepStatus
    source: SourceRef | None = None
    offset_ms: float = 0
    duration_ms: float = 0
    evidence_ms: float = 0
    """Time spent taking pictures and reading facts, not in `duration_ms`."""
    stalled_ms: float = 0
    """Time the runner was blocked by another journey, not in `duration_ms`."""
    budget_ms: float | None = None
    soft: bool = False
    tries: int = 1
    """How often a step with `retries` was tried."""
    error: Error | None = None
    assertions: tuple[AssertionResult, ...] = ()
    page_url: Text | None = None
    page_title: Text | None = None
    screenshot: str | None = None
    """The `path` of its picture among the artifacts."""


class ArtifactKind(StrEnum):
    """What an artifact is."""

    SCREENSHOT = "screenshot"
    HAR = "har"
    TRACE = "trace"
    VIDEO = "video"
    LOG = "log"
    DOWNLOAD = "download"
    PICTURE = "picture"
    """What an assertion saw, expected or found different."""
    OTHER = "other"


class Artifact(Record):
    """A file a run left behind."""

    kind: ArtifactKind
    path: str
    """Relative to the output folder, with `/`."""
    size: int
    """Bytes."""
    step: int | None = None
    """The index of the step it belongs to."""


class ConsoleMessage(Record):
    """What a page wrote to its console, or an uncaught exception in it."""

    type: str
    """`log`, `warning`, `error`, … or `exception`."""
    text: Text
    url: Text | None = None
    line: int | None = None
    step: int | None = None
    offset_ms: float = 0


class NetworkRequest(Record):
    """One request of a page, for the waterfall."""

    method: str
    url: Text
    status: int | None = None
    """None when no answer came."""
    resource_type: str = "other"
    failure: Text | None = None
    """Why no answer came, in the browser's words."""
    offset_ms: float = 0
    duration_ms: float = 0
    blocked_ms: float | None = None
    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    wait_ms: float | None = None
    receive_ms: float | None = None
    bytes: int = 0
    """Received: headers and body, as transferred."""

    @property
    def failed(self) -> bool:
        """No answer, or one of 400 and above."""
        return self.failure is not None or self.status is None or self.status >= 400

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.status or self.failure or 'no answer'}"


class Network(Record):
    """What a run asked of the network."""

    requests: int = 0
    failed: int = 0
    bytes: int = 0
    entries: tuple[NetworkRequest, ...] = ()
    """In order of their start; at most 500, failed ones always among them as far as that goes."""


class WebVitals(Record):
    """Core web vitals of one page visit; None where the browser gave none."""

    url: Text
    lcp_ms: float | None = None
    fcp_ms: float | None = None
    ttfb_ms: float | None = None
    inp_ms: float | None = None
    cls: float | None = None


class Attempt(Record):
    """One try inside a run."""

    number: int
    """Counts from 1."""
    status: RunStatus
    started_at: datetime
    finished_at: datetime
    duration_ms: float
    steps: tuple[StepResult, ...] = ()
    assertions: tuple[AssertionResult, ...] = ()
    """Those made outside any step."""
    error: Error | None = None
    """The first one: it decided."""
    other_errors: tuple[Error, ...] = ()
    """Later ones: soft steps, listeners, cleanup."""
    warnings: tuple[Text, ...] = ()
    """What a person should know: it blocked its neighbours, evidence is missing, …"""
    console: tuple[ConsoleMessage, ...] = ()
    network: Network | None = None
    vitals: tuple[WebVitals, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    output: Text = ""
    """What the journey printed."""
    browser_version: str | None = None

    def failed_during(self, step: StepResult) -> tuple[NetworkRequest, ...]:
        """The requests that failed while this step ran: often the reason why it did."""
        if self.network is None:
            return ()
        end = step.offset_ms + step.duration_ms + step.stalled_ms
        return tuple(
            request for request in self.network.entries if request.failed and step.offset_ms <= request.offset_ms <= end
        )


class Run(Record):
    """One execution of one journey at one location."""

    id: str
    batch_id: str | None = None
    journey: str
    """The journey's key."""
    name: str
    description: str = ""
    source: SourceRef
    function: str
    tags: tuple[str, ...] = ()
    owner: str | None = None
    runbook: str | None = None
    location: str = "local"
    environment: str | None = None
    params: dict[str, Any] = {}
    browser: str | None = None
    """None: the journey needed none."""
    device: str | None = None
    status: RunStatus
    flaky: bool = False
    """It passed after an attempt that had not."""
    reruns: int = 0
    """How often it began anew because a neighbour took its runner down."""
    started_at: datetime
    finished_at: datetime
    attempts: tuple[Attempt, ...] = ()
    """The last one decides. Empty when it never began; then `error` says why."""
    error: Error | None = None

    @property
    def last(self) -> Attempt | None:
        """The attempt that decided."""
        return self.attempts[-1] if self.attempts else None

    @property
    def steps(self) -> tuple[StepResult, ...]:
        """The steps of the attempt that decided."""
        return self.last.steps if self.last else ()

    @property
    def duration_ms(self) -> float:
        """Of the attempt that decided."""
        return self.last.duration_ms if self.last else 0.0


class Batch(Record):
    """Runs triggered together, and how they ended: what `result.json` holds."""

    id: str
    version: str
    """Of tracer."""
    schema_version: int = 1
    status: RunStatus
    interrupted: bool = False
    started_at: datetime
    finished_at: datetime
    runs: tuple[Run, ...]
    metadata: dict[str, str] = {}
    """Where it came from: `commit`, `branch`, `ci_url`, …"""
    platform: str | None = None

    def count(self, status: RunStatus) -> int:
        """How many runs ended like this."""
        return sum(run.status is status for run in self.runs)
