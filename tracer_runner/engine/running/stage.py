"""The browser side of one attempt: its context, its pages, its files; opened when asked for, closed at the end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.protocol import Execute, Keep
from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout
from tracer_runner.engine.running.evidence import Evidence, Observation
from tracer_runner.engine.running.faults import DriverLost
from tracer_runner.engine.running.har import read_network
from tracer_runner.engine.running.timeouts import cut_timeouts
from tracer_runner.errors import BrowserUnavailable, EngineError
from tracer_runner.model.event import ArtifactSaved
from tracer_runner.model.run import Artifact, ArtifactKind, ConsoleMessage, Network, WebVitals

if TYPE_CHECKING:
    from tracer_runner.engine.running.execution import Workshop

PROBE_SECONDS = 2.0
"""How long the browser may take to say that it is alive."""


class Stage:
    """Gives `page`, `context`, `browser` and `request`, and keeps what they leave."""

    def __init__(
        self,
        request: Execute,
        *,
        workshop: Workshop,
        deadlines: Deadlines,
        warn: Callable[[str], None],
        step: Callable[[], int | None],
        offset: Callable[[float], float],
    ) -> None:
        self.artifacts: list[Artifact] = []
        self.browser_version: str | None = None
        self.gone = False
        """The browser died or does not answer: nothing more can be learned from it."""
        self._request = request
        self._workshop = workshop
        self._deadlines = deadlines
        self._warn = warn
        self._step = step
        self._offset = offset
        self._folder = Path(request.output) / request.folder
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._api: APIRequestContext | None = None
        self._evidence: Evidence | None = None
        self._har: Path | None = None
        self._videos: list[Path] = []
        self._disconnected = False
        self._told_crash = self._told_disconnect = False

    def browser(self) -> Browser:
        """The warm browser."""
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
            options = dict(self._request.context)
            capture = self._request.capture
            if capture.video != "never":
                options.setdefault("record_video_dir", str(self._folder / "video"))
            self._context = _open_context(self.browser(), options)
            self._context.set_default_timeout(self._request.limits.action * 1000)
            cut_timeouts(self._context, self._deadlines)
            self._watch(self._context)
            self._record_har(self._context.tracing)
            if capture.trace != "never":
                self._context.tracing.start(screenshots=True, snapshots=True, sources=True)
        return self._context

    def page(self) -> Page:
        """The first page."""
        if self._page is None:
            self._page = self.context().new_page()
        return self._page

    def request(self) -> APIRequestContext:
        """Playwright's request context; in a browser journey it shares the page's cookies."""
        if self._api is None:
            if self._wants_browser():
                self._api = self.context().request
            else:
                self._api = self._new_api()
        return self._api

    @property
    def evidence(self) -> Evidence:
        """What pages gave away; EngineError where there are none."""
        if self._evidence is None:
            raise TypeError("check.… looks at a page, and this journey has none: add `page` to its arguments.")
        return self._evidence

    def look(self, *, number: int | None, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take what the page in front shows."""
        if self._evidence is None or self.gone or self._workshop.abreast.dead:
            return Observation()
        return self._evidence.look(number=number, name=name, failed=failed, screenshot=screenshot)

    def page_url(self) -> str | None:
        """Where the page in front is; costs nothing."""
        page = self._evidence.page() if self._evidence else None
        return page.url if page and page.url != "about:blank" else None

    def browser_answers(self) -> bool:
        """Ask the browser itself, past its pages."""
        if self._workshop.abreast.dead:
            return False
        if self._browser is None:
            return True
        try:
            with self._deadlines.limit(PROBE_SECONDS, EvidenceTimeout(), alone=True):
                self._ask(self._browser)
        except (PlaywrightError, DriverLost, EvidenceTimeout):
            self.gone = True
            return False
        return True

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

    def keep(self, source: Path | bytes, *, name: str) -> str:
        """Keep a file of the journey's own."""
        safe = re.sub(r"[^\w.() -]", "_", Path(name).name) or "artifact"
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / safe
        if isinstance(source, bytes):
            target.write_bytes(source)
        else:
            shutil.copyfile(source, target)
        return self._save(ArtifactKind.OTHER, target)

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
        if dropped := self._evidence.console_dropped():
            self._warn(f"{dropped} more console messages were not kept.")
        return tuple(self._evidence.console)

    def vitals(self) -> tuple[WebVitals, ...]:
        """Of each page visited."""
        return tuple(self._evidence.vitals.values()) if self._evidence else ()

    def network(self, started_at: datetime) -> Network | None:
        """What was asked of the network; None when it was not recorded."""
        if self._har is None or not self._har.exists():
            return None
        try:
            network = read_network(self._har, started_at=started_at)
        except (OSError, ValueError, KeyError) as fault:
            self._warn(f"The network recording could not be read: {type(fault).__name__}: {fault}")
            return None
        if not any(artifact.kind is ArtifactKind.HAR for artifact in self.artifacts):
            self._har.unlink()
        return network

    def _wants_browser(self) -> bool:
        return self._request.browser is not None

    def _new_api(self) -> APIRequestContext:
        known = ("base_url", "extra_http_headers", "http_credentials", "ignore_https_errors", "proxy", "user_agent",
                 "storage_state", "client_certificates")  # fmt: skip
        options = {name: value for name, value in self._request.context.items() if name in known}
        api: APIRequestContext = self._workshop.playwright.request.new_context(
            timeout=self._request.limits.action * 1000, **options
        )
        cut_timeouts(api, self._deadlines)
        self._record_har(api.tracing)
        return api

    def _watch(self, context: BrowserContext) -> None:
        self._evidence = Evidence(
            context,
            capture=self._request.capture,
            deadlines=self._deadlines,
            folder=self._folder,
            shown_folder=self._request.folder,
            chromium=self._request.browser is not None and self._request.browser.name == "chromium",
            offset=self._offset,
            current_step=self._step,
            saved=self._add,
            warn=self._warn,
        )
        assertions = self._workshop.registry.assertions
        if any("requests" in assertions[name].observes for name in self._request.journey.checks if name in assertions):
            self._evidence.watch_requests()
        context.on("page", lambda page: cut_timeouts(page, self._deadlines))

    def _record_har(self, tracing: Any) -> None:
        capture = self._request.capture
        if capture.har != "never":
            self._folder.mkdir(parents=True, exist_ok=True)
            self._har = self._folder / "network.har"
            tracing.start_har(self._har, content="embed" if capture.har_bodies else "omit", mode="full")

    def _close(self, *, passed: bool) -> None:
        capture = self._request.capture
        if self._context is not None:
            if capture.trace != "never":
                self._stop_trace(self._context, keep=_kept(capture.trace, passed=passed))
            pages = list(self._context.pages)
            self._context.close()
            self._collect_videos(pages, keep=_kept(capture.video, passed=passed))
        if self._api is not None and self._context is None:
            self._api.dispose()
        if self._har and self._har.exists() and _kept(capture.har, passed=passed):
            self._save(ArtifactKind.HAR, self._har)

    def _stop_trace(self, context: BrowserContext, *, keep: bool) -> None:
        if not keep:
            context.tracing.stop()
            return
        path = self._folder / "trace.zip"
        context.tracing.stop(path=path)
        self._save(ArtifactKind.TRACE, path)

    def _collect_videos(self, pages: list[Page], *, keep: bool) -> None:
        for number, page in enumerate(pages, start=1):
            if page.video is None:
                continue
            if keep:
                target = self._folder / ("video.webm" if number == 1 else f"video-{number}.webm")
                page.video.save_as(target)
                self._save(ArtifactKind.VIDEO, target)
            page.video.delete()
        shutil.rmtree(self._folder / "video", ignore_errors=True)

    def _save(self, kind: ArtifactKind, path: Path) -> str:
        shown = path.relative_to(self._request.output).as_posix()
        self._add(Artifact(kind=kind, path=shown, size=path.stat().st_size))
        return shown

    def _add(self, artifact: Artifact) -> None:
        self.artifacts.append(artifact)
        self._workshop.emit(ArtifactSaved(run_id=self._request.run_id, artifact=artifact))

    def _ask(self, browser: Browser) -> None:
        if browser.browser_type.name == "chromium":
            session = browser.new_browser_cdp_session()
            session.send("Browser.getVersion")
            session.detach()
        else:
            browser.new_context().close()

    def _on_disconnected(self, _: Browser) -> None:
        self._disconnected = self.gone = True


def _open_context(browser: Browser, options: dict[str, Any]) -> BrowserContext:
    try:
        return browser.new_context(**options)
    except PlaywrightError as fault:
        if "record_video_dir" in options and "ffmpeg" in fault.message:
            raise BrowserUnavailable(
                "Video needs Playwright's ffmpeg, which is not there.",
                hint="apt-get install -y ffmpeg && tracer browsers install, or run with --video off.",
            ) from fault
        raise


def _kept(keep: Keep, *, passed: bool) -> bool:
    return keep == "always" or (keep == "failed" and not passed)
