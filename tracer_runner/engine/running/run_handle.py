"""The `run` argument of a journey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class RunHost(Protocol):
    """What the handle asks of the attempt around it."""

    def call_blocking(self, function: Callable[[], R]) -> R: ...
    def log(self, text: str) -> None: ...
    def keep(self, source: Path | bytes, name: str) -> str: ...


class RunHandle:
    """What a journey may know of its own run, and ask of it."""

    def __init__(self, host: RunHost, *, id: str, attempt: int, environment: str | None) -> None:
        self.id = id
        self.attempt = attempt
        """Counts from 1."""
        self.environment = environment
        self._host = host

    def blocking(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call code that blocks without Playwright (`time.sleep`, `requests`, a computation) in a thread.

        Journeys share a thread: called directly, such code stops its neighbours. The function must not use Playwright.
        """
        return self._host.call_blocking(lambda: function(*args, **kwargs))

    def log(self, text: str) -> None:
        """A line for the run's output."""
        self._host.log(text)

    def artifact(self, source: str | Path | bytes, *, name: str | None = None) -> str:
        """Keep a file, or bytes under `name`, among the run's artifacts; gives its path there."""
        if isinstance(source, bytes):
            if name is None:
                raise TypeError("run.artifact(bytes) needs name=")
            return self._host.keep(source, name)
        path = Path(source)
        return self._host.keep(path, name or path.name)
