"""An attempt that blocks its runner: who does it, the journey or a check of a plugin, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from tracer_runner.engine.running.checks import Check
from tracer_runner.engine.running.faults import Sources
from tracer_runner.model.duration import format_duration
from tracer_runner.model.event import Stalled
from tracer_runner.model.record import SourceRef


class Blocking:
    """Tells the supervisor while it blocks, and warns once when it is over."""

    def __init__(
        self, *, run_id: str, sources: Sources, emit: Callable[[Stalled], None], warn: Callable[[str], None]
    ) -> None:
        self._run_id = run_id
        self._sources = sources
        self._emit = emit
        self._warn = warn
        self._check: Check | None = None
        self._warned = False
        self._source: SourceRef | None = None
        self._culprit: Check | None = None

    @contextmanager
    def examining(self, check: Check) -> Iterator[None]:
        """What blocks inside is this check's doing."""
        self._check = check
        try:
            yield
        finally:
            self._check = None

    def tell(self, seconds: float, frame: FrameType | None, *, ongoing: bool) -> None:
        """It blocks, for so long by now; `frame` is where it stands, None when that is known from before."""
        if frame is not None:
            self._source, self._culprit = self._sources.ref(frame), self._check
        line = self._sources.line(self._source) if self._source else None
        plugin = self._culprit.plugin if self._culprit else None
        self._emit(
            Stalled(
                run_id=self._run_id, seconds=seconds, ongoing=ongoing, source=self._source, code=line, plugin=plugin
            )
        )
        if not ongoing and not self._warned:
            self._warned = True
            self._warn(self._warning(seconds, line=line))

    def _warning(self, seconds: float, *, line: str | None) -> str:
        beside = f"blocked every journey beside it for {format_duration(seconds)}"
        if self._culprit:
            return (
                f"{self._culprit.name} of {self._culprit.plugin} {beside}. "
                "Its authors can let such work go on beside journeys: observation.blocking(…)."
            )
        return (
            f"{self._source or 'The journey'} {beside}{f': {line}' if line else ''}. "
            "Use page.wait_for_timeout(…) to wait, and run.blocking(…) for code that blocks."
        )
