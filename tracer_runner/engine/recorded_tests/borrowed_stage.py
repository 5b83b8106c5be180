"""The browser side of a recorded test: the same that a journey's stage gives, without opening or closing anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, Page

from tracer_runner.engine.recorded_tests.borrowed_loop import BorrowedLoop
from tracer_runner.engine.recorded_tests.borrowed_pages import BorrowedPages
from tracer_runner.engine.recorded_tests.recorded_test import RecordingOptions
from tracer_runner.engine.running.baselines import Baselines
from tracer_runner.engine.running.deadlines import Deadlines
from tracer_runner.engine.running.evidence import Evidence, Observation
from tracer_runner.engine.running.page_log import MESSAGE_LIMIT, PageLog
from tracer_runner.engine.running.page_view import PageView
from tracer_runner.engine.running.recordings import Recordings
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.model.run import Artifact, ConsoleMessage, Network, WebVitals


class BorrowedStage:
    """Watches the pages of one test, and keeps what they leave."""

    def __init__(
        self,
        options: RecordingOptions,
        *,
        run_id: str,
        folder: str,
        fixtures: Callable[[], Iterable[object]],
        since: float,
        scrubber: Scrubber,
        offset: Callable[[float], float],
        step: Callable[[], int | None],
        warn: Callable[[str], None],
    ) -> None:
        """`folder` is where files go, as results show it; `since`: when the test began, in seconds since the epoch."""
        self._options = options
        self._fixtures = fixtures
        self._scrubber = scrubber
        self._step = step
        self._warn = warn
        loop = BorrowedLoop()
        self.deadlines = Deadlines(loop, interrupt=self._interrupt, settle=_settle)
        self._recordings = Recordings(
            run_id=run_id,
            output=options.output,
            shown_folder=folder,
            capture=options.capture,
            emit=_nobody_listens,
            warn=warn,
            scrubber=scrubber,
            blocking=_call,
        )
        self._evidence = Evidence(
            capture=options.capture,
            deadlines=self.deadlines,
            folder=self._recordings.folder,
            shown_folder=folder,
            log=PageLog(offset=offset, current_step=step),
            saved=self._recordings.add,
            scrubber=scrubber,
            withheld=_no_film,
            warn=warn,
        )
        self.pages = BorrowedPages(self._evidence, loop=loop, deadlines=self.deadlines, since=since, warn=warn)

    @property
    def browser(self) -> Browser | None:
        """That of the first page."""
        return self.pages.browser

    def adopt(self) -> None:
        """Watch the pages that came since this was called last."""
        if not self.pages.over:
            self.pages.adopt(self._fixtures())

    def uses(self, page: Page) -> None:
        """The test turns to this page."""
        self.pages.watch(page.context)
        self._evidence.front = page

    def page_url(self) -> str | None:
        """Where the page in front is; costs nothing."""
        page = self._evidence.page()
        return page.url if page and page.url != "about:blank" else None

    def look(self, *, number: int | None, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take what the page in front shows."""
        self.adopt()
        if not self.pages.reachable:
            return Observation()
        name = self._scrubber.text(name)  # it becomes the name of a file
        try:
            return self._evidence.look(number=number, name=name, failed=failed, screenshot=screenshot)
        except OSError as fault:
            self._warn(f"{name}: the picture could not be kept: {fault.strerror or type(fault).__name__}")
            return Observation(url=self.page_url())

    def view(self, baselines: Baselines) -> PageView | None:
        """The page in front, for one check; None where there are no pages to ask."""
        if not self.pages.reachable:
            return None
        return PageView(
            self._evidence,
            baselines=baselines,
            recordings=self._recordings,
            deadlines=self.deadlines,
            expect_seconds=self._options.limits.expect,
            scrubber=self._scrubber,
            step=self._step(),
            run_blocking=_call,
            warn=self._warn,
        )

    def let_go(self) -> None:
        """Watch no more, and interrupt nothing."""
        self.pages.let_go()
        self.deadlines.close()

    def remove_files(self) -> None:
        """Nothing of the test is kept."""
        if self._recordings.folder.exists():
            shutil.rmtree(self._recordings.folder.parent)

    # What it leaves (Left)

    @property
    def browser_version(self) -> str | None:
        """`chromium 156.0.8078.79`; None without a browser."""
        return f"{self.browser.browser_type.name} {self.browser.version}" if self.browser else None

    @property
    def artifacts(self) -> Sequence[Artifact]:
        """Pictures, and what checks kept."""
        return self._recordings.artifacts

    def console(self) -> tuple[ConsoleMessage, ...]:
        """What pages wrote."""
        if self._evidence.log.console_cut:
            self._warn(f"Pages wrote over {MESSAGE_LIMIT} messages to the console; only the first are kept.")
        return tuple(self._evidence.log.console)

    def network(self, started_at: datetime) -> Network | None:
        """How many requests ended, and those that failed; a waterfall would need a HAR."""
        log = self._evidence.log
        if not self.pages.watched:
            return None
        failed = tuple(log.failed_requests)
        return Network(requests=len(log.requests), failed=len(failed), entries=failed)

    def vitals(self) -> tuple[WebVitals, ...]:
        """Of each page visited."""
        return tuple(self._evidence.vitals.values())

    def _interrupt(self, reason: BaseException) -> bool:
        return self.pages.interrupt(reason)


def _settle() -> None:
    """Nobody runs beside it, so there are no stalls of others to account for."""


def _no_film() -> None:
    """A secret can be read on a page; there is no film of ours to withhold."""


def _nobody_listens(_: object) -> None:
    """Events are for a supervisor, and a test has none."""


def _call(work: Callable[[], Any]) -> Any:
    """Work that blocks disturbs nobody here."""
    return work()
