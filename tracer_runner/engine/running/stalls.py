"""Who blocks the runner? Journeys abreast share one thread, so one that blocks without Playwright stops the others.

The loop beats; when a beat is late the time is taken off the neighbours' clocks. A thread looks at the stack meanwhile,
because only there can be seen who blocks, and tells the supervisor, which can end it.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Protocol

from tracer_runner.engine.protocol import BEAT_SECONDS, STALL_SECONDS


class Neighbour(Protocol):
    """An attempt that may block, or be blocked."""

    def owns(self, frame: FrameType) -> bool:
        """Whether this frame runs its code."""

    def blocks(self, seconds: float, frame: FrameType | None, *, ongoing: bool) -> None:
        """It blocks the runner, for so long by now.

        While `ongoing` this comes from another thread, with the frame that stands there; at the end without one.
        """

    def stalled(self, seconds: float) -> None:
        """Another one blocked the runner for so long."""


class Stalls:
    """Measures stalls and tells those concerned."""

    def __init__(self, neighbours: Callable[[], list[Neighbour]]) -> None:
        self._neighbours = neighbours
        self._lock = threading.Lock()
        self._turned = time.monotonic()
        self._accounted = 0.0
        self._culprit: Neighbour | None = None
        self._done = threading.Event()
        self._main = threading.get_ident()
        self._thread = threading.Thread(target=self._watch, name="tracer-stalls", daemon=True)
        self._thread.start()

    def turned(self) -> None:
        """The loop turns: a stall, if there was one, is over."""
        culprit = self._account(over=True)
        if culprit:
            culprit[0].blocks(culprit[1], None, ongoing=False)

    def settle(self) -> None:
        """A journey is about to be judged: account for the time since the loop last turned."""
        self._account(over=False)

    def _account(self, *, over: bool) -> tuple[Neighbour, float] | None:
        """Take what has not been taken yet off the neighbours' clocks; the culprit of a stall that is over."""
        with self._lock:
            now = time.monotonic()
            late = now - self._turned - BEAT_SECONDS
            new, culprit = late - self._accounted, self._culprit
            self._accounted = late if late >= STALL_SECONDS else 0.0
            if over:
                self._turned, self._accounted, self._culprit = now, 0.0, None
        if late < STALL_SECONDS:
            return None
        running = culprit or self._find(sys._getframe())
        for neighbour in self._neighbours():
            if neighbour is not running:
                neighbour.stalled(new)
        return (culprit, late) if culprit else None

    def close(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(BEAT_SECONDS):
            turned = self._turned
            if time.monotonic() - turned - BEAT_SECONDS < STALL_SECONDS:
                continue
            frame = sys._current_frames().get(self._main)
            culprit = self._find(frame)
            with self._lock:  # the stall may have ended meanwhile: then it has been accounted for
                if culprit and turned == self._turned:
                    self._culprit = culprit
                    culprit.blocks(time.monotonic() - turned - BEAT_SECONDS, frame, ongoing=True)

    def _find(self, frame: FrameType | None) -> Neighbour | None:
        """The attempt whose code stands on the stack of the main thread."""
        neighbours = self._neighbours()
        while frame is not None:
            for neighbour in neighbours:
                if neighbour.owns(frame):
                    return neighbour
            frame = frame.f_back
        return None
