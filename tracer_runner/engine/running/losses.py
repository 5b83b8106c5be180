"""What befalls an attempt from outside: a page that crashes, a browser or driver that dies, a listener that raises."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tracer_runner.engine.running.abreast import Abreast
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.faults import BrowserLost, DriverLost, PageCrashed

AFTERMATH_SECONDS, ABORTED_AFTERMATHS = 0.05, 10
"""How long to wait for the reason of a call that failed, and how many times that for a navigation that was aborted."""


class Browsing(Protocol):
    """The browser side of an attempt, as far as it may be lost."""

    @property
    def lost(self) -> bool:
        """The page crashed or the browser died."""

    def take_crash(self) -> bool:
        """A page crashed, and this is the first time it is asked."""

    def take_disconnect(self) -> bool:
        """The browser died, and this is the first time it is asked."""


class Losses:
    """Kept until somebody is told, each once and in order."""

    def __init__(self, *, stage: Browsing, abreast: Abreast, deadlines: Deadlines) -> None:
        self._stage = stage
        self._abreast = abreast
        self._deadlines = deadlines
        self._pending: list[BaseException] = []
        self._told_driver = False

    def add(self, loss: BaseException) -> None:
        """Something else that befell it."""
        self._pending.append(loss)

    @property
    def waiting(self) -> bool:
        """Whether there is something nobody has been told of."""
        return bool(self._pending) or self._stage.lost or self._abreast.dead

    def take(self, raised: BaseException | None = None) -> BaseException | None:
        """The next one, None when there is none.

        After a call that failed the reason may still be on its way: the page crashed, the browser died.
        """
        if isinstance(raised, PlaywrightError) and not isinstance(raised, PlaywrightTimeout):
            self._await_reason(raised)
        if self._abreast.dead and not self._told_driver:
            self._told_driver = True
            self.add(DriverLost("Playwright's driver process died."))
        if self._stage.take_crash():
            self.add(PageCrashed("The page crashed: its process in the browser died."))
        if self._stage.take_disconnect():
            self.add(BrowserLost("The browser died."))
        return self._pending.pop(0) if self._pending else None

    def _await_reason(self, raised: PlaywrightError) -> None:
        with suppress(DriverLost), self._deadlines.limit(1.0, EvidenceTimeout(), alone=True):
            for _ in range(ABORTED_AFTERMATHS if "ERR_ABORTED" in raised.message else 1):
                self._abreast.pause(AFTERMATH_SECONDS)
                if self._stage.lost:
                    return
