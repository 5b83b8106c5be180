"""One test of pytest's, which becomes a run as soon as it takes a step.

Until its first `step`, `check` or `expect` nothing of Playwright or of the engine is imported, nothing is listened to,
and a test that uses none of them leaves nothing behind.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracer_runner.engine.protocol import Capture, Limits
    from tracer_runner.engine.recorded_tests.recording import Recording
    from tracer_runner.engine.running.recorder import Recorder
    from tracer_runner.hooks.registry import Registry
    from tracer_runner.model.event import BaselineKept
    from tracer_runner.model.run import Error, Run


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Which test it is."""

    key: str
    """The last part of its node id: `test_checkout[chromium]`."""
    name: str
    function: str
    path: Path
    """Absolute path of its file."""
    line: int
    description: str = ""
    tags: tuple[str, ...] = ()
    renewal: str = ""
    """What the user types to renew its baselines."""


@dataclass(frozen=True, kw_only=True)
class RecordingOptions:
    """What is the same for all tests of a session."""

    project: Path
    """Paths in results are relative to this folder where they lie inside it."""
    roots: tuple[Path, ...]
    """The user's own code lies below these, beside the folder of the test."""
    output: Path
    registry: Registry
    """Offers what `check` does."""
    capture: Capture
    """Only `screenshots` counts: the rest is for pytest-playwright to record."""
    limits: Limits
    """Only `step` and `expect` count: pytest's own plugins limit tests and actions."""
    environment: str | None = None
    batch_id: str | None = None
    updating_baselines: bool = False
    kept: Callable[[BaselineKept], None]
    """Told what became of each baseline, while they are being updated."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """When a test began, by different clocks."""

    since: float
    """Its fixtures: seconds since the epoch."""
    clock: float
    """What it does itself: monotonic seconds."""
    asked: float
    """Its first step: monotonic seconds. What recording needs from then on is not the test's time."""


class RecordedTest:
    """Made for one attempt at one test; all methods are called from the thread that runs it."""

    def __init__(
        self,
        identity: Identity,
        *,
        options: Callable[[], RecordingOptions],
        fixtures: Callable[[], Iterable[object]],
        breaks_off: tuple[type[BaseException], ...] = (),
    ) -> None:
        """`options` are asked for once, at the first step.

        `fixtures` gives the values of the test's fixtures as far as they are made: Playwright's pages, contexts and
        browsers among them are watched. `breaks_off`: what ends a test and is nobody's fault, such as a skip.
        """
        self._identity = identity
        self._options = options
        self._fixtures = fixtures
        self._breaks_off = breaks_off
        self._secrets: set[str] = set()
        self._params: dict[str, Any] = {}
        self._since = time.time()
        self._clock = time.monotonic()
        self._thread = threading.get_ident()
        self._recording: Recording | None = None

    def recorder(self) -> Recorder | None:
        """What `step`, `check` and `expect` tell; made now if need be. None in a thread the test started."""
        if threading.get_ident() != self._thread:
            return None
        if self._recording is None:
            self._recording = self._begin()
        self._recording.adopt()
        return self._recording.recorder

    def learn_secrets(self, secrets: Iterable[str]) -> None:
        """Mask these values in everything that is recorded from now on, and in the run."""
        self._secrets.update(secrets)
        if self._recording:
            self._recording.learn_secrets(self._secrets)

    def use_params(self, params: Mapping[str, Any]) -> None:
        """It was given these params."""
        self._params.update(params)

    def begin_call(self) -> None:
        """Its fixtures are made, and its function is about to be called: its clock begins here.

        A fixture that took a step has begun the clock before.
        """
        if self._recording is None:
            self._clock = time.monotonic()

    def end_call(self) -> None:
        """Its function has returned or raised: its clock ends here."""
        if self._recording:
            self._recording.end_call()

    def fail(self, raised: BaseException) -> None:
        """This came out of the test or of a fixture; it is called while pages are still open."""
        if self._recording:
            self._recording.fail(raised)

    def compared(self, operator: str, left: object, right: object) -> None:
        """An `assert` found this comparison false."""
        if self._recording:
            self._recording.compared(operator, left, right)

    def take_failures(self) -> tuple[Error, ...]:
        """What failed since this was asked last. When nothing came out of the test, it has to fail for these."""
        return self._recording.take_failures() if self._recording else ()

    def finish(self, *, output: str = "") -> Run | None:
        """It is over, its fixtures too: the run, or None when it took no step. `output`: what it printed."""
        recording, self._recording = self._recording, None
        return recording.finish(params=self._params, output=output) if recording else None

    def discard(self) -> None:
        """It is over and no run: it was skipped, or failed as was expected."""
        recording, self._recording = self._recording, None
        if recording:
            recording.discard()

    def _begin(self) -> Recording:
        asked = time.monotonic()
        from tracer_runner.engine.recorded_tests.recording import Recording

        return Recording(
            self._identity,
            options=self._options(),
            fixtures=self._fixtures,
            breaks_off=self._breaks_off,
            secrets=self._secrets,
            beginning=Beginning(since=self._since, clock=self._clock, asked=asked),
        )
