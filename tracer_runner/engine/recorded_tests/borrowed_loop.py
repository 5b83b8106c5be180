"""Playwright's event loop, as the clock of a test that somebody else runs on it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from tracer_runner.engine.running.deadlines import Timer


class BorrowedLoop:
    """The loop, once the test has a page; until then time passes, and nobody is called."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def borrow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let this one call from now on."""
        self._loop = loop

    def time(self) -> float:
        """Monotonic seconds."""
        return time.monotonic()

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer:
        """Call it at this time, if Playwright's loop runs then: while the test waits for Playwright."""
        return self.call_later(when - time.monotonic(), callback)

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Timer:
        """Call it after so long, on the same condition."""
        if self._loop is None or self._loop.is_closed():
            return _Never()
        return self._loop.call_later(delay, callback)


class _Never:
    """A call that nobody makes."""

    def cancel(self) -> None:
        """There is nothing to leave out."""
