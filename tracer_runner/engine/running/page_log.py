"""What the pages of one attempt wrote to their consoles, and what they asked of the network."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import ConsoleMessage as ConsoleRecord
from tracer_runner.model.run import NetworkRequest

MESSAGE_LIMIT, TEXT_LIMIT = 500, 4_000
"""Console messages kept, and characters of each."""
REQUEST_LIMIT = 5_000
_URL_LIMIT = 2_000


class PageLog:
    """Listens to the pages of browser contexts."""

    def __init__(self, *, offset: Callable[[float], float], current_step: Callable[[], int | None]) -> None:
        """`offset` gives a monotonic moment in ms from the start of the attempt."""
        self.console: list[ConsoleRecord] = []
        self.failed_requests: list[NetworkRequest] = []
        self.requests: list[PageRequest] = []
        self.console_cut = False
        """There were more messages than are kept."""
        self._offset = offset
        self._current_step = current_step
        self._listeners: list[tuple[BrowserContext, Any, Callable[..., None]]] = []
        self._ended: set[Request] | None = None
        """Those that ended while Playwright is asked for others."""

    def watch(self, context: BrowserContext) -> None:
        """Listen to what its pages write."""
        self._listen(context, "console", self._on_console)
        self._listen(context, "weberror", self._on_web_error)

    def watch_requests(self, context: BrowserContext) -> None:
        """Gather requests as they end. It costs about a tenth of a run, so only where it is asked for."""
        self._listen(context, "response", self._on_response)
        self._listen(context, "requestfailed", self._on_request_failed)

    def catch_up(self, pages: Sequence[Page], *, since: float) -> None:
        """Take what Playwright still knows of these from before they were listened to: the last 100 to 200 of each.

        `since`: in seconds since the epoch; what pages did before that is no part of this attempt. What they do
        meanwhile is both heard and known; it counts once.
        """
        self._ended = set()
        try:
            self._catch_up_messages(pages, since=since)
            self._catch_up_requests(pages, since=since)
        finally:
            self._ended = None

    def let_go(self) -> None:
        """Listen no more."""
        while self._listeners:
            context, event, listener = self._listeners.pop()
            context.remove_listener(event, listener)

    def _listen(self, context: BrowserContext, event: Any, listener: Callable[..., None]) -> None:
        context.on(event, listener)
        self._listeners.append((context, event, listener))

    def _on_console(self, message: ConsoleMessage) -> None:
        self._add_console(self._message(message, offset_ms=self._now()))

    def _on_web_error(self, error: WebError) -> None:
        self._add_console(self._exception(str(error.error), url=error.page.url if error.page else None))

    def _catch_up_messages(self, pages: Sequence[Page], *, since: float) -> None:
        before = len(self.console)
        missed = [message for page in pages for message in self._missed(page, since=since)]
        heard = [(message.type, message.text) for message in self.console[before:]]
        for message in missed:
            if (message.type, message.text) in heard:
                heard.remove((message.type, message.text))
            else:
                self._add_console(message.model_copy(update={"step": None}))

    def _catch_up_requests(self, pages: Sequence[Page], *, since: float) -> None:
        for request in [request for page in pages for request in page.requests()]:
            if request in (self._ended or ()) or _began_ms(request) < since * 1000:
                continue
            if response := request.existing_response:
                self._on_response(response)
            elif request.failure:
                self._on_request_failed(request)

    def _missed(self, page: Page, *, since: float) -> list[ConsoleRecord]:
        messages = page.console_messages()
        missed = [
            self._message(message, offset_ms=self._since(message.timestamp))
            for message in messages
            if message.timestamp >= since * 1000
        ]
        # Nobody knows when an exception was thrown, so those of a page that is older may be older, too.
        times = [message.timestamp for message in messages] + [_began_ms(request) for request in page.requests()]
        if min(times, default=since * 1000) >= since * 1000:
            missed += [self._exception(str(error), url=page.url) for error in page.page_errors()]
        return missed

    def _message(self, message: ConsoleMessage, *, offset_ms: float) -> ConsoleRecord:
        location = message.location
        return ConsoleRecord(
            type=message.type,
            text=message.text[:TEXT_LIMIT],
            url=location.get("url") or None,
            line=location.get("lineNumber"),
            step=self._current_step(),
            offset_ms=offset_ms,
        )

    def _exception(self, text: str, *, url: str | None) -> ConsoleRecord:
        return ConsoleRecord(
            type="exception", text=text[:TEXT_LIMIT], url=url, step=self._current_step(), offset_ms=self._now()
        )

    def _add_console(self, message: ConsoleRecord) -> None:
        if len(self.console) < MESSAGE_LIMIT:
            self.console.append(message)
        elif not self.console_cut:
            self.console_cut = True
            # A flood of them keeps the driver busy for seconds, and what waits for the page waits behind it.
            for context, event, listener in self._listeners:
                if event == "console":
                    context.remove_listener(event, listener)
            self._listeners = [listening for listening in self._listeners if listening[1] != "console"]

    def _on_response(self, response: Response) -> None:
        status = response.status
        self._add_request(response.request, status=status if status >= 400 else None, failure=None)

    def _on_request_failed(self, request: Request) -> None:
        self._add_request(request, status=None, failure=request.failure or "no answer")

    def _add_request(self, request: Request, *, status: int | None, failure: str | None) -> None:
        """One that has ended; with a `status` or `failure` when it failed."""
        if self._ended is not None:
            self._ended.add(request)
        if len(self.requests) < REQUEST_LIMIT:
            self.requests.append(PageRequest(url=request.url[:_URL_LIMIT], page_url=_page_url(request)))
        if (status or failure) and len(self.failed_requests) < MESSAGE_LIMIT:
            self.failed_requests.append(self._failed(request, status=status, failure=failure))

    def _failed(self, request: Request, *, status: int | None, failure: str | None) -> NetworkRequest:
        return NetworkRequest(
            method=request.method,
            url=request.url[:_URL_LIMIT],
            status=status,
            failure=failure,
            resource_type=request.resource_type,
            offset_ms=self._now(),
        )

    def _now(self) -> float:
        return self._offset(time.monotonic())

    def _since(self, epoch_ms: float) -> float:
        """The offset of a moment that a browser told."""
        return self._now() - (time.time() * 1000 - epoch_ms)


def _began_ms(request: Request) -> float:
    """In ms since the epoch."""
    return float(request.timing["startTime"])


def _page_url(request: Request) -> str:
    """Where the page is that asks; a worker that belongs to no page has its own address."""
    try:
        frame = request.frame
    except PlaywrightError:
        return request.url
    loads_page = request.is_navigation_request() and frame.parent_frame is None
    return request.url if loads_page else frame.page.url
