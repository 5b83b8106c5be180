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
        self._culprit: Neighbour | None = None
        self._done = threading.Event()
        self._main = threading.get_ident()
        self._thread = threading.Thread(target=self._watch, name="tracer-stalls", daemon=True)
        self._thread.start()

    def settle(self) -> None:
        """The loop turns, or a journey is about to be judged: account for the time since the last turn."""
        with self._lock:
            now = time.monotonic()
            late = now - self._turned - BEAT_SECONDS
            self._turned = now
            culprit, self._culprit = self._culprit, None
        if late < STALL_SECONDS:
            return
        for neighbour in self._neighbours():
            if neighbour is not culprit:
                neighbour.stalled(late)
        if culprit:
            culprit.blocks(late, None, ongoing=False)

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
