"""What pages of one attempt gave away: pictures, console, failed requests, vitals. Dear evidence only on request."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page, Request, Response, WebError
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.protocol import Capture
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.faults import DriverLost
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import Artifact, ArtifactKind, NetworkRequest, WebVitals
from tracer_runner.model.run import ConsoleMessage as ConsoleRecord

LOOK_SECONDS = 3.0
"""How long a page may take to be looked at."""
JPEG_QUALITY = 60
FRAME_MS = 50
MESSAGE_LIMIT, TEXT_LIMIT = 500, 4_000
"""Console messages kept, and characters of each."""
REQUEST_LIMIT = 5_000
_READ = """() => ({title: document.title.slice(0, 500), vitals: window[Symbol.for("tracer.vitals")] || null})"""
# A page filled by `page.set_content` stays at about:blank.
_HAS_CONTENT = "() => Boolean(document.body && document.body.hasChildNodes())"

# What a person could read: the text, and the values of fields that hide nothing.
_VISIBLE = """() => [document.body ? document.body.innerText : "", ...Array.from(
  document.querySelectorAll("input:not([type=password]):not([type=hidden]), textarea"))
  .filter((field) => getComputedStyle(field).webkitTextSecurity !== "disc").map((field) => field.value)]"""


@dataclass(frozen=True)
class Observation:
    """What was seen at the end of a step."""

    url: str | None = None
    title: str | None = None
    screenshot: str | None = None


class Evidence:
    """Watches the pages of one browser context."""

    def __init__(
        self,
        context: BrowserContext,
        *,
        capture: Capture,
        deadlines: Deadlines,
        folder: Path,
        shown_folder: str,
        chromium: bool,
        offset: Callable[[float], float],
        current_step: Callable[[], int | None],
        saved: Callable[[Artifact], None],
        scrubber: Scrubber,
        withheld: Callable[[], None],
        warn: Callable[[str], None],
    ) -> None:
        """`folder` takes the pictures, `shown_folder` is its path in results; `offset` gives a moment in ms."""
        self.console: list[ConsoleRecord] = []
        self.failed_requests: list[NetworkRequest] = []
        self.requests: list[PageRequest] = []
        self.vitals: dict[str, WebVitals] = {}
        self.crashed = False
        self.front: Page | None = None
        """The page the journey used last."""
        self._context = context
        self._capture = capture
        self._deadlines = deadlines
        self._folder = folder
        self._shown_folder = shown_folder
        self._chromium = chromium
        self._offset = offset
        self._current_step = current_step
        self._saved = saved
        self._scrubber = scrubber
        self._withheld = withheld
        self._warn = warn
        self._sessions: dict[Page, CDPSession] = {}
        self.console_cut = False
        """There were more messages than are kept."""
        context.add_init_script(vitals_script())
        context.on("console", self._on_console)
        context.on("weberror", self._on_web_error)
        context.on("page", self._on_page)

    def watch_requests(self) -> None:
        """Gather requests as they end. It costs about a tenth of a run, so only where it is asked for."""
        self._context.on("response", self._on_response)
        self._context.on("requestfailed", self._on_request_failed)

    def page(self) -> Page | None:
        """The page in front: the one used last, or, when that was closed, the one opened last."""
        if self.front is not None and not self.front.is_closed():
            return self.front
        pages = self._context.pages
        return pages[-1] if pages else None

    def look(self, *, number: int | None, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take what the page in front shows. A page that does not answer is a warning."""
        page = self.page()
        if page is None or self.crashed:
            return Observation()
        url = page.url
        wanted = self._capture.screenshots == "always" or (self._capture.screenshots == "failed" and failed)
        title = path = None
        try:
            with self._deadlines.limit(LOOK_SECONDS, EvidenceTimeout(), alone=True):
                if screenshot and wanted and (url != "about:blank" or page.evaluate(_HAS_CONTENT)):
                    path = self._picture(page, number=number, name=name)
                title = self._read(page)
        except EvidenceTimeout:
            self._warn(f"{name}: the page did not answer for {LOOK_SECONDS:.0f} s, so its picture or title is missing.")
        except (PlaywrightError, DriverLost) as fault:
            if not self.crashed and not page.is_closed():
                self._warn(f"{name}: the page could not be looked at: {str(fault).splitlines()[0]}")
        return Observation(url=url, title=title, screenshot=path)

    def _read(self, page: Page) -> str:
        seen = page.evaluate(_READ)
        self._keep_vitals(page.url, seen["vitals"])
        return str(seen["title"])

    def read_vitals(self, page: Page) -> WebVitals | None:
        """The web vitals of this page so far."""
        return self._keep_vitals(page.url, page.evaluate(_READ)["vitals"])

    def _keep_vitals(self, url: str, values: dict[str, float] | None) -> WebVitals | None:
        if not values:
            return None
        self.vitals[url] = _read_vitals(url, values)
        return self.vitals[url]

    def _shows_secret(self, page: Page) -> bool:
        return self._scrubber.active and any(map(self._scrubber.found, page.evaluate(_VISIBLE)))

    def _picture(self, page: Page, *, number: int | None, name: str) -> str | None:
        if self._shows_secret(page):
            self._withheld()
            self._warn(f"{name}: the picture was withheld, because a secret can be read on the page.")
            return None
        file = f"{'end' if number is None else f'{number + 1:02d}'}-{_slug(name)}.jpg"
        self._folder.mkdir(parents=True, exist_ok=True)
        data = self._shoot(page)
        _write_whole(self._folder / file, data)
        path = f"{self._shown_folder}/{file}"
        self._saved(Artifact(kind=ArtifactKind.SCREENSHOT, path=path, size=len(data), step=number))
        return path

    def _shoot(self, page: Page) -> bytes:
        """By DevTools where there are any: it costs a third less than Playwright's own screenshot."""
        if not self._chromium:
            return page.screenshot(type="jpeg", quality=JPEG_QUALITY)
        if page not in self._sessions:
            self._sessions[page] = page.context.new_cdp_session(page)
        while True:
            try:
                answer = self._sessions[page].send(
                    "Page.captureScreenshot", {"format": "jpeg", "quality": JPEG_QUALITY}
                )
            except PlaywrightError as fault:
                if "Unable to capture screenshot" not in fault.message:
                    raise
                page.wait_for_timeout(FRAME_MS)  # a page that has just come has no frame to show yet
            else:
                return base64.b64decode(answer["data"])

    def _on_page(self, page: Page) -> None:
        page.on("crash", self._on_crash)

    def _on_crash(self, _: Page) -> None:
        self.crashed = True

    def _on_console(self, message: ConsoleMessage) -> None:
        location = message.location
        self._add_console(message.type, message.text, url=location.get("url"), line=location.get("lineNumber"))

    def _on_web_error(self, error: WebError) -> None:
        self._add_console("exception", str(error.error), url=error.page.url if error.page else None, line=None)

    def _add_console(self, type_: str, text: str, *, url: str | None, line: int | None) -> None:
        if len(self.console) >= MESSAGE_LIMIT:
            if not self.console_cut:
                self.console_cut = True
                # A flood of them keeps the driver busy for seconds, and what waits for the page waits behind it.
                self._context.remove_listener("console", self._on_console)
            return
        self.console.append(
            ConsoleRecord(
                type=type_,
                text=text[:TEXT_LIMIT],
                url=url or None,
                line=line,
                step=self._current_step(),
                offset_ms=self._now(),
            )
        )

    def _on_response(self, response: Response) -> None:
        self._add_request(response.request)
        if response.status >= 400:
            self._add_failed(response.request, status=response.status, failure=None)

    def _on_request_failed(self, request: Request) -> None:
        self._add_request(request)
        self._add_failed(request, status=None, failure=request.failure or "no answer")

    def _add_request(self, request: Request) -> None:
        if len(self.requests) < REQUEST_LIMIT:
            self.requests.append(PageRequest(url=request.url[:2000], page_url=_page_url(request)))

    def _add_failed(self, request: Request, *, status: int | None, failure: str | None) -> None:
        if len(self.failed_requests) < MESSAGE_LIMIT:
            self.failed_requests.append(
                NetworkRequest(
                    method=request.method,
                    url=request.url[:2000],
                    status=status,
                    failure=failure,
                    resource_type=request.resource_type,
                    offset_ms=self._now(),
                )
            )

    def _now(self) -> float:
        return self._offset(time.monotonic())


@cache
def vitals_script() -> str:
    """The script that measures web vitals, for every document of a context."""
    engine = files("tracer_runner.engine.running")
    library = engine.joinpath("vendor", "web-vitals", "web-vitals.iife.js").read_text(encoding="utf-8")
    own = engine.joinpath("vitals.js").read_text(encoding="utf-8")
    return f"(() => {{\n{library}\n{own}\n}})();"  # the page's own globals stay as they are


def _read_vitals(url: str, values: dict[str, float]) -> WebVitals:
    return WebVitals(
        url=url,
        lcp_ms=values.get("LCP"),
        fcp_ms=values.get("FCP"),
        ttfb_ms=values.get("TTFB"),
        inp_ms=values.get("INP"),
        cls=values.get("CLS"),
    )


def _page_url(request: Request) -> str:
    """Where the page is that asks; a worker that belongs to no page has its own address."""
    try:
        frame = request.frame
    except PlaywrightError:
        return request.url
    loads_page = request.is_navigation_request() and frame.parent_frame is None
    return request.url if loads_page else frame.page.url


def _write_whole(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError:  # half a picture is none
        path.unlink(missing_ok=True)
        raise


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "step"
