"""What pages of one attempt show: pictures, titles, vitals. Dear evidence only on request."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.protocol import Capture
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.faults import DriverLost
from tracer_runner.engine.running.page_log import PageLog
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.model.run import Artifact, ArtifactKind, WebVitals

LOOK_SECONDS = 3.0
"""How long a page may take to be looked at."""
JPEG_QUALITY = 60
FRAME_MS = 50
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
    """Watches the pages of browser contexts."""

    def __init__(
        self,
        *,
        capture: Capture,
        deadlines: Deadlines,
        folder: Path,
        shown_folder: str,
        log: PageLog,
        saved: Callable[[Artifact], None],
        scrubber: Scrubber,
        withheld: Callable[[], None],
        warn: Callable[[str], None],
    ) -> None:
        """`folder` takes the pictures, `shown_folder` is its path in results."""
        self.log = log
        self.vitals: dict[str, WebVitals] = {}
        self.crashed = False
        self.front: Page | None = None
        """The page that was used last."""
        self._contexts: list[BrowserContext] = []
        self._watching = ExitStack()
        self._capture = capture
        self._deadlines = deadlines
        self._folder = folder
        self._shown_folder = shown_folder
        self._saved = saved
        self._scrubber = scrubber
        self._withheld = withheld
        self._warn = warn
        self._sessions: dict[Page, CDPSession] = {}

    def watch(self, context: BrowserContext) -> None:
        """Watch its pages from now on."""
        self._contexts.append(context)
        self._watching.callback(_remove, context.add_init_script(vitals_script()))
        self.log.watch(context)
        context.on("page", self.watch_page)
        self._watching.callback(context.remove_listener, "page", self.watch_page)

    def watch_page(self, page: Page) -> None:
        """Hear when it crashes."""
        page.on("crash", self._on_crash)
        self._watching.callback(page.remove_listener, "crash", self._on_crash)

    def let_go(self) -> None:
        """Watch no more: for contexts that go on without us."""
        self.log.let_go()
        self._watching.close()

    def page(self) -> Page | None:
        """The page in front: the one used last, or, when that was closed, the one opened last."""
        if self.front is not None and not self.front.is_closed():
            return self.front
        pages = [page for context in self._contexts for page in context.pages]
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

    def measure(self, page: Page) -> None:
        """Measure the vitals of what the page shows already; browsers keep most of what happened until now."""
        page.evaluate(f"() => {{ if (!window[Symbol.for('tracer.vitals')]) {vitals_script()} }}")

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
        browser = page.context.browser
        if browser is None or browser.browser_type.name != "chromium":
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

    def _on_crash(self, _: Page) -> None:
        self.crashed = True


@cache
def vitals_script() -> str:
    """The script that measures web vitals, for every document of a context."""
    engine = files("tracer_runner.engine.running")
    library = engine.joinpath("vendor", "web-vitals", "web-vitals.iife.js").read_text(encoding="utf-8")
    own = engine.joinpath("vitals.js").read_text(encoding="utf-8")
    return f"(() => {{\n{library}\n{own}\n}})();"  # the page's own globals stay as they are


def _remove(script: AbstractContextManager[object]) -> None:
    with suppress(PlaywrightError), script:  # its context may have gone
        pass


def _read_vitals(url: str, values: dict[str, float]) -> WebVitals:
    return WebVitals(
        url=url,
        lcp_ms=values.get("LCP"),
        fcp_ms=values.get("FCP"),
        ttfb_ms=values.get("TTFB"),
        inp_ms=values.get("INP"),
        cls=values.get("CLS"),
    )


def _write_whole(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError:  # half a picture is none
        path.unlink(missing_ok=True)
        raise


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "step"
