"""Nested deadlines of one attempt: the inner one fires first, in the lane that overran it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

MARGIN = 0.5
"""Seconds an inner deadline ends before the outer one, so that it is the inner one that speaks."""


class Overrun(BaseException):
    """A deadline passed. It is no Exception, so that `except Exception` in a journey does not swallow it."""


class SetupTimeout(Overrun):
    """The browser did not open a page in time."""


class StepTimeout(Overrun):
    """A step took longer than it may."""


class JourneyTimeout(Overrun):
    """A journey took longer than it may."""


class CleanupTimeout(Overrun):
    """A cleanup took longer than it may."""


class EvidenceTimeout(Overrun):
    """Taking evidence took too long: the page does not answer."""


class Cancelled(BaseException):
    """Somebody stopped the run."""


class Timer(Protocol):
    """A call to come."""

    def cancel(self) -> None:
        """Leave it out."""


class Timers(Protocol):
    """What deadlines need of an event loop. Times are seconds."""

    def time(self) -> float:
        """The loop's own time."""

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer:
        """Call it at this time."""

    def call_later(self, delay: float, callback: Callable[[], None], /) -> Timer:
        """Call it after so long."""


class _Limit:
    def __init__(self, ends_at: float, reason: Overrun, *, alone: bool) -> None:
        self.ends_at = ends_at
        self.reason = reason
        self.alone = alone
        self.fired = False


class Deadlines:
    """A stack of limits. Times are the loop's; durations seconds."""

    def __init__(self, loop: Timers, *, interrupt: Callable[[BaseException], bool], settle: Callable[[], None]) -> None:
        """`interrupt` raises in the lane; `settle` accounts for a stall before anybody is judged late."""
        self._loop = loop
        self._interrupt = interrupt
        self._settle = settle
        self._limits: list[_Limit] = []
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Evidence is being taken: nothing but its own limit may interrupt."""
        return any(limit.alone for limit in self._limits)

    @contextmanager
    def limit(self, seconds: float, reason: Overrun, *, alone: bool = False) -> Iterator[None]:
        """Raise `reason` inside the block when it takes longer than `seconds`.

        `alone`: the limits around it wait until the block is over, so that evidence is taken whole.
        """
        limit = _Limit(self._loop.time() + seconds, reason, alone=alone)
        self._limits.append(limit)
        self._arm()
        try:
            yield
        finally:
            if limit in self._limits:  # else everything was closed meanwhile
                self._limits.remove(limit)
            self._arm()

    def cut(self, seconds: float) -> float:
        """`seconds`, or what the innermost limit leaves for something inside it; never below 0.05."""
        left = self.left()
        return seconds if left is None else max(0.05, min(seconds, left - MARGIN))

    def left(self) -> float | None:
        """Seconds until the first limit; None without one."""
        ends = [limit.ends_at for limit in self._active()]
        return min(ends) - self._loop.time() if ends else None

    def shift(self, seconds: float) -> None:
        """Move every limit: the lane was kept from running for so long."""
        for limit in self._limits:
            limit.ends_at += seconds
        self._arm()

    def close(self) -> None:
        """Fire no more."""
        self._limits.clear()
        self._arm()

    def _active(self) -> list[_Limit]:
        first = next((number for number in reversed(range(len(self._limits))) if self._limits[number].alone), 0)
        return [limit for limit in self._limits[first:] if not limit.fired]

    def _arm(self) -> None:
        if self._timer:
            self._timer.cancel()
        waiting = [limit.ends_at for limit in self._active()]
        self._timer = self._loop.call_at(min(waiting), self._fire) if waiting else None

    def _fire(self) -> None:
        self._settle()
        now = self._loop.time()
        due = [limit for limit in self._active() if limit.ends_at <= now + 0.001]
        if due:
            # Of those due together the innermost speaks; the outer ones are looked at when it has unwound.
            due[-1].fired = True
            if not self._interrupt(due[-1].reason):
                due[-1].fired = False
                self._timer = self._loop.call_later(MARGIN, self._fire)
                return
        self._arm()
