"""The browser side of one attempt: its context, its pages, its files; opened when asked for, closed at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.protocol import Execute, Message
from tracer_runner.engine.running.baselines import Baselines
from tracer_runner.engine.running.browser_probe import PROBE_SECONDS, ask_browser
from tracer_runner.engine.running.confinement import confined_context
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.evidence import Evidence, Observation
from tracer_runner.engine.running.faults import DriverLost
from tracer_runner.engine.running.page_log import MESSAGE_LIMIT, PageLog
from tracer_runner.engine.running.page_view import PageView
from tracer_runner.engine.running.recordings import Recordings
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.engine.running.shared_browser import SharedBrowser
from tracer_runner.engine.running.timeouts import cut_timeouts
from tracer_runner.errors import EngineError
from tracer_runner.model.run import Artifact, ConsoleMessage, Network, WebVitals

if TYPE_CHECKING:
    from tracer_runner.engine.running.workshop import Workshop


class Stage:
    """Gives `page`, `context`, `browser` and `request`, and keeps what they leave."""

    def __init__(
        self,
        request: Execute,
        *,
        workshop: Workshop,
        scrubber: Scrubber,
        emit: Callable[[Message], None],
        deadlines: Deadlines,
        warn: Callable[[str], None],
        step: Callable[[], int | None],
        offset: Callable[[float], float],
    ) -> None:
        self.browser_version: str | None = None
        self.gone = False
        """The browser died or does not answer: nothing more can be learned from it."""
        self._request = request
        self._egress = request.egress or workshop.configure.egress
        self._workshop = workshop
        self._deadlines = deadlines
        self._warn = warn
        self._step = step
        self._offset = offset
        self._scrubber = scrubber
        self.recordings = Recordings(
            run_id=request.run_id,
            output=Path(request.output),
            shown_folder=request.folder,
            capture=request.capture,
            emit=emit,
            warn=warn,
            scrubber=scrubber,
            blocking=self._blocking,
        )
        self._browser: Browser | None = None
        self._lent: SharedBrowser | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._api: APIRequestContext | None = None
        self._evidence: Evidence | None = None
        self._disconnected = False
        self._told_crash = self._told_disconnect = False

    def browser(self) -> SharedBrowser:
        """The warm browser, lent."""
        if self._lent is None:
            self._lent = SharedBrowser(self._warm_browser(), opened=self._adopt, egress=self._egress)
        return self._lent

    def _adopt(self, context: BrowserContext) -> None:
        """A context the journey opened itself keeps the same deadlines."""
        context.set_default_timeout(self._request.limits.action * 1000)
        cut_timeouts(context, self._deadlines)
        context.on("page", self._on_page)

    def _on_page(self, page: Page) -> None:
        cut_timeouts(page, self._deadlines, used=lambda: self.uses(page))

    def uses(self, page: Page) -> None:
        """The journey turns to this page."""
        if self._evidence is not None:
            self._evidence.front = page

    def _warm_browser(self) -> Browser:
        if self._browser is None:
            choice = self._request.browser
            if choice is None:
                raise EngineError("This attempt was sent without a browser.")
            self._browser = self._workshop.pool.browser(choice)
            self._browser.on("disconnected", self._on_disconnected)
            self.browser_version = f"{choice.kind} {self._browser.version}"
        return self._browser

    def context(self) -> BrowserContext:
        """A fresh context, watched."""
        if self._context is None:
            options = {**self._options(), **self.recordings.options(), **self._session()}
            self._context = self._warm_browser().new_context(**options)
            self._context.set_default_timeout(self._request.limits.action * 1000)
            cut_timeouts(self._context, self._deadlines)
            self._watch(self._context)
            self.recordings.start(self._context)
        return self._context

    def page(self) -> Page:
        """The first page."""
        if self._page is None:
            self._page = self.context().new_page()
        return self._page

    def open_login_page(self) -> Page:
        """A page for signing in, before the journey has its own."""
        return self.context().new_page()

    def session(self) -> str:
        """What signing in left in the context, as JSON: cookies, local storage, IndexedDB."""
        # In a browser journey the request context has the page's cookies, but nothing of the page's storage.
        signed_in = self.context() if self._request.browser else self.request()
        return json.dumps(signed_in.storage_state(indexed_db=True))

    def end_login(self) -> None:
        """Close the pages that signing in opened: the journey begins as one that was given the session."""
        for page in self._context.pages if self._context else ():
            page.close()

    def request(self) -> APIRequestContext:
        """Playwright's request context; in a browser journey it shares the page's cookies."""
        if self._api is None:
            self._api = self.context().request if self._request.browser else self._new_api()
        return self._api

    def view(self, baselines: Baselines) -> PageView | None:
        """The page in front, for one check; None where there are no pages."""
        if self._evidence is None:
            return None
        return PageView(
            self._evidence,
            baselines=baselines,
            recordings=self.recordings,
            deadlines=self._deadlines,
            expect_seconds=self._request.limits.expect,
            scrubber=self._scrubber,
            step=self._step(),
            run_blocking=self._blocking,
            warn=self._warn,
        )

    def look(self, *, number: int | None, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take what the page in front shows."""
        if self._evidence is None or self.gone or self._workshop.abreast.dead:
            return Observation()
        return self._evidence.look(number=number, name=name, failed=failed, screenshot=screenshot)

    def page_url(self) -> str | None:
        """Where the page in front is; costs nothing."""
        page = self._evidence.page() if self._evidence else None
        return page.url if page and page.url != "about:blank" else None

    def secret_shown(self) -> None:
        """A secret can be read on a page: no film of it is kept."""
        self.recordings.films_show_secret = True

    def browser_answers(self) -> bool:
        """Ask the browser itself, past its pages."""
        if self._workshop.abreast.dead:
            return False
        if self._browser is None:
            return True
        try:
            with self._deadlines.limit(PROBE_SECONDS, EvidenceTimeout(), alone=True):
                ask_browser(self._browser)
        except (PlaywrightError, DriverLost, EvidenceTimeout):
            self.gone = True
            return False
        return True

    @property
    def lost(self) -> bool:
        """The page crashed or the browser died."""
        return self._disconnected or (self._evidence is not None and self._evidence.crashed)

    def take_crash(self) -> bool:
        """A page crashed, and this is the first time it is asked."""
        crashed = self._evidence is not None and self._evidence.crashed and not self._told_crash
        self._told_crash |= crashed
        return crashed

    def take_disconnect(self) -> bool:
        """The browser died, and this is the first time it is asked."""
        lost = self._disconnected and not self._told_disconnect  # a browser that hangs is no lost one
        self._told_disconnect |= lost
        return lost

    def close(self, *, passed: bool, seconds: float) -> None:
        """Save what is to be kept, and close everything, within so many seconds."""
        if self._workshop.abreast.dead or self.gone:
            return
        try:
            with self._deadlines.limit(seconds, EvidenceTimeout(), alone=True):
                self._close(passed=passed)
        except (PlaywrightError, DriverLost, EvidenceTimeout, OSError) as fault:
            if not self.gone:
                reason = str(fault).splitlines()[0] if str(fault) else f"it took over {seconds:.0f} s"
                self._warn(f"Some evidence could not be saved: {reason}")
        finally:
            if self._browser is not None:
                self._browser.remove_listener("disconnected", self._on_disconnected)

    def console(self) -> tuple[ConsoleMessage, ...]:
        """What pages wrote."""
        if self._evidence is None:
            return ()
        if self._evidence.log.console_cut:
            self._warn(f"Pages wrote over {MESSAGE_LIMIT} messages to the console; only the first are kept.")
        return tuple(self._evidence.log.console)

    def network(self, started_at: datetime) -> Network | None:
        """What was asked of the network; `started_at` is the moment offsets count from."""
        return self.recordings.network(started_at)

    @property
    def artifacts(self) -> Sequence[Artifact]:
        """The files it left."""
        return self.recordings.artifacts

    def vitals(self) -> tuple[WebVitals, ...]:
        """Of each page visited."""
        return tuple(self._evidence.vitals.values()) if self._evidence else ()

    def _options(self) -> dict[str, Any]:
        return confined_context(self._request.context, egress=self._egress)

    def _session(self) -> dict[str, Any]:
        """The option of a context that begins signed in."""
        session = self._request.session
        return {} if session is None else {"storage_state": json.loads(session)}

    def _blocking(self, work: Callable[[], Any]) -> Any:
        return self._workshop.abreast.blocking(self._workshop.executor, work)

    def _new_api(self) -> APIRequestContext:
        known = ("base_url", "extra_http_headers", "http_credentials", "ignore_https_errors", "proxy", "user_agent",
                 "storage_state", "client_certificates")  # fmt: skip
        options = {name: value for name, value in self._options().items() if name in known} | self._session()
        api: APIRequestContext = self._workshop.playwright.request.new_context(
            timeout=self._request.limits.action * 1000, **options
        )
        cut_timeouts(api, self._deadlines)
        self.recordings.start_har(api.tracing)
        return api

    def _watch(self, context: BrowserContext) -> None:
        self._evidence = Evidence(
            capture=self._request.capture,
            deadlines=self._deadlines,
            folder=self.recordings.folder,
            shown_folder=self._request.folder,
            log=PageLog(offset=self._offset, current_step=self._step),
            saved=self.recordings.add,
            scrubber=self._scrubber,
            withheld=self.secret_shown,
            warn=self._warn,
        )
        self._evidence.watch(context)
        assertions = self._workshop.registry.assertions.of("page")
        if any("requests" in assertions[name].observes for name in self._request.journey.checks if name in assertions):
            self._evidence.log.watch_requests(context)
        context.on("page", self._on_page)

    def _close(self, *, passed: bool) -> None:
        if self._lent is not None:
            self._lent.put_away()
        if self._context is not None:
            self.recordings.stop(self._context, passed=passed)
        elif self._api is not None:
            self._api.dispose()
        self.recordings.collect_har(passed=passed)

    def _on_disconnected(self, _: Browser) -> None:
        self._disconnected = self.gone = True
