"""What the pages of a recorded test leave behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tracer_runner.engine.recorded_tests.borrowed_pages import BorrowedPages
from tracer_runner.engine.running.page_log import MESSAGE_LIMIT, PageLog
from tracer_runner.model.run import Artifact, ConsoleMessage, Network, WebVitals


class Leavings:
    """The same that a journey's stage leaves, as far as it can be had without opening the pages."""

    def __init__(
        self,
        pages: BorrowedPages,
        *,
        log: PageLog,
        vitals: Callable[[], Sequence[WebVitals]],
        artifacts: Sequence[Artifact],
        warn: Callable[[str], None],
    ) -> None:
        self.artifacts = artifacts
        self._pages = pages
        self._log = log
        self._vitals = vitals
        self._warn = warn

    @property
    def browser_version(self) -> str | None:
        """`chromium 156.0.8078.79`, of the first context; None without one."""
        browser = self._pages.browser
        return f"{browser.browser_type.name} {browser.version}" if browser else None

    def console(self) -> tuple[ConsoleMessage, ...]:
        """What pages wrote."""
        if self._log.console_cut:
            self._warn(f"Pages wrote over {MESSAGE_LIMIT} messages to the console; only the first are kept.")
        return tuple(self._log.console)

    def network(self, started_at: datetime) -> Network | None:
        """How many requests ended, and those that failed: a waterfall needs a HAR, which the test itself may record."""
        failed = self._log.failed_requests
        if not self._pages.watched:
            return None
        return Network(requests=len(self._log.requests), failed=len(failed), entries=tuple(failed))

    def vitals(self) -> tuple[WebVitals, ...]:
        """Of each page visited."""
        return tuple(self._vitals())
