"""What runs journeys for pytest: a supervisor with its runner process, or this process while somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tracer_runner.engine.protocol import Configure
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.event import Event
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import Run

if TYPE_CHECKING:
    from tracer_runner.engine.running.in_process import InProcess


class Engine(Protocol):
    """Runs journeys; a `Supervisor` is one. All methods may be called from any thread."""

    def load(self, journeys: Sequence[Journey]) -> Future[tuple[str, ...]]:
        """A fault for each journey file that cannot be imported."""

    def submit(self, request: RunRequest) -> Future[Run]:
        """Run it when its turn comes."""

    def cancel(self, run_id: str) -> None:
        """Stop one run, keeping its evidence."""

    def cancel_all(self) -> None:
        """Stop everything, keeping evidence."""

    def kill_all(self) -> None:
        """Stop everything at once."""

    def close(self) -> None:
        """End, and return when all is over."""


class WatchedEngine:
    """Runs journeys in this process, one after another, in a thread of its own.

    Playwright's loop would otherwise be the one of pytest's thread, and tests that have a loop of their own would fail
    beside it.
    """

    def __init__(self, configure: Configure, *, registry: Registry, on_event: Callable[[Event], None]) -> None:
        self._configure = configure
        self._registry = registry
        self._on_event = on_event
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tracer-engine")

    def load(self, journeys: Sequence[Journey]) -> Future[tuple[str, ...]]:
        return self._thread.submit(lambda: self._engine.load(journeys))

    def submit(self, request: RunRequest) -> Future[Run]:
        return self._thread.submit(lambda: self._engine.run([request])[0][0])

    def cancel_all(self) -> None:
        if "_engine" in vars(self):
            self._engine.interrupt()

    kill_all = cancel_all

    def cancel(self, run_id: str) -> None:
        self.cancel_all()
        self._thread.submit(self._close)  # what was told to stop begins no other run: the next one gets a new one

    def close(self) -> None:
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if engine := vars(self).pop("_engine", None):
            engine.close()

    @cached_property
    def _engine(self) -> InProcess:
        """Made in the thread it belongs to."""
        from tracer_runner.engine.running.in_process import InProcess

        return InProcess(self._configure, registry=self._registry, on_event=self._on_event)
