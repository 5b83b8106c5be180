"""Playwright's pages that a test or its fixtures opened: watched while it is recorded, and let go at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from greenlet import getcurrent
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.recorded_tests.borrowed_loop import BorrowedLoop
from tracer_runner.engine.running.abreast import Abreast, Lane
from tracer_runner.engine.running.browser_probe import PROBE_SECONDS, ask_browser
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.evidence import LOOK_SECONDS, Evidence
from tracer_runner.engine.running.faults import DriverLost
from tracer_runner.engine.running.losses import Losses
from tracer_runner.engine.running.timeouts import cut_timeouts

_UNANSWERED = (PlaywrightError, DriverLost, EvidenceTimeout)
"""What comes of a page or browser that does not answer, or has gone."""


class BorrowedPages:
    """The pages of one test. Their contexts may outlive it, so whatever is changed about them is undone."""

    def __init__(
        self, evidence: Evidence, *, loop: BorrowedLoop, deadlines: Deadlines, since: float, warn: Callable[[str], None]
    ) -> None:
        """`since`: when the test began, in seconds since the epoch; what its pages did before is not its doing."""
        self.browser: Browser | None = None
        """That of the first context."""
        self._evidence = evidence
        self._loop = loop
        self._deadlines = deadlines
        self._since = since
        self._warn = warn
        self._abreast: Abreast | None = None
        self._lane: Lane | None = None
        self._losses: Losses | None = None
        self._contexts: list[BrowserContext] = []
        self._others: dict[Browser, list[BrowserContext]] = {}
        """Contexts that are somebody else's, in a browser the test shares with them."""
        self._undo = ExitStack()
        self._told_crash = False
        self.over = False
        """They have been let go; a step may end even later."""

    @property
    def reachable(self) -> bool:
        """There are pages, and they may be asked from here: in an asyncio test another loop runs than Playwright's."""
        return (
            not self.over
            and self._abreast is not None
            and not self._abreast.dead
            and _running_loop() in {None, self._abreast.loop}
        )

    @property
    def watched(self) -> bool:
        """There was a context to watch."""
        return bool(self._contexts)

    def adopt(self, values: Iterable[object]) -> None:
        """Watch the pages, contexts and browsers among these values, as far as they are new."""
        pages = [value for value in values if isinstance(value, Page | BrowserContext | Browser)]
        for value in pages:
            if not isinstance(value, Browser):
                self.watch(value.context if isinstance(value, Page) else value)
        for value in pages:
            if isinstance(value, Browser):
                self._look_through(value)

    def watch(self, context: BrowserContext) -> None:
        """Watch the pages of this context, and look what they did before."""
        if self.over or context in self._contexts or not self._borrow(context):
            return
        self._contexts.append(context)
        with self._asking("The pages that were open before the first step could not be looked at"):
            self._evidence.watch(context)
            self._evidence.log.watch_requests(context)
            context.on("page", self._on_page)
            self._undo.callback(context.remove_listener, "page", self._on_page)
            self._undo.callback(cut_timeouts(context, self._deadlines))
            for page in context.pages:
                self._evidence.watch_page(page)
                self._on_page(page)
            self._evidence.log.catch_up(context.pages, since=self._since)
            for page in context.pages:
                if page.url != "about:blank":
                    self._evidence.measure(page)

    def interrupt(self, reason: BaseException) -> bool:
        """Raise it where the test waits for Playwright; False when it waits elsewhere."""
        return self._lane is not None and self._lane.interrupt(reason)

    def browsers_answer(self) -> bool:
        """Ask those that are connected; without any there is nobody to blame."""
        browsers = {context.browser for context in self._contexts} if self.reachable else set()
        try:
            with self._deadlines.limit(PROBE_SECONDS, EvidenceTimeout(), alone=True):
                for browser in browsers:
                    if browser is not None and browser.is_connected():
                        ask_browser(browser)
        except _UNANSWERED:
            return False
        return True

    def loss(self, raised: BaseException | None) -> BaseException | None:
        """What befell them and nobody has been told of."""
        return self._losses.take(raised) if self._losses else None

    def let_go(self) -> None:
        """Watch no more, and leave them as they were."""
        undo = self._undo.pop_all()
        if self.reachable:
            with self._asking("Pages that outlive the test are still listened to"):
                self._evidence.let_go()
                undo.close()
        self.over = True

    # What Losses asks (Browsing)

    @property
    def lost(self) -> bool:
        """A page crashed, and nobody has been told."""
        return self._evidence.crashed and not self._told_crash

    def take_crash(self) -> bool:
        """A page crashed, and this is the first time it is asked."""
        crashed = self.lost
        self._told_crash |= crashed
        return crashed

    def take_disconnect(self) -> bool:
        """Never: nobody knows whether the test itself closed its browser."""
        return False

    def _borrow(self, context: BrowserContext) -> bool:
        """Whether its pages can be asked: they have the loop of the first one, and the test waits for no other."""
        if self._abreast is None and not context._dispatcher_fiber.dead and _running_loop() in {None, context._loop}:
            self._abreast = Abreast(context)
            self._lane = Lane(getcurrent())
            self._losses = Losses(stage=self, abreast=self._abreast, deadlines=self._deadlines)
            self._loop.borrow(context._loop)
            self._deadlines.shift(0)  # the limits of steps that are open wait for nothing yet
            self.browser = context.browser
        return self.reachable and self._abreast is not None and self._abreast.loop is context._loop

    def _look_through(self, browser: Browser) -> None:
        """Watch the contexts that the test opens in it, or all when its fixtures gave it no other pages."""
        others = self._others.setdefault(browser, browser.contexts if self._contexts else [])
        for context in browser.contexts:
            if context not in others:
                self.watch(context)

    def _on_page(self, page: Page) -> None:
        def turn_to() -> None:
            self._evidence.front = page

        self._undo.callback(cut_timeouts(page, self._deadlines, used=turn_to))

    @contextmanager
    def _asking(self, otherwise: str) -> Iterator[None]:
        """Ask pages for something we can do without; `otherwise` begins the warning when they do not answer."""
        try:
            with self._deadlines.limit(LOOK_SECONDS, EvidenceTimeout(), alone=True):
                yield
        except _UNANSWERED as fault:
            reason = str(fault).splitlines()[0] if str(fault) else f"no answer for {LOOK_SECONDS:.0f} s"
            self._warn(f"{otherwise}: {reason}")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
