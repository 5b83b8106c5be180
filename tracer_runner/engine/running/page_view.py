"""The pages of one attempt, as assertions see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from playwright.sync_api import Page
from playwright.sync_api import expect as playwright_expect

from tracer_runner.engine.baseline_files import PICTURE, picture_variant
from tracer_runner.engine.running.baselines import BaselineFile, Baselines
from tracer_runner.engine.running.deadlines import Deadlines
from tracer_runner.engine.running.evidence import Evidence
from tracer_runner.engine.running.readable_text import readable_text
from tracer_runner.engine.running.recordings import Recordings
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import ConsoleMessage, NetworkRequest, WebVitals

R = TypeVar("R")
_MASK_COLOUR = "#8a8f98"
_NOT_FOUND = "element(s) not found"


class PageView:
    """The page in front, for one check."""

    def __init__(
        self,
        evidence: Evidence,
        *,
        baselines: Baselines,
        recordings: Recordings,
        deadlines: Deadlines,
        expect_seconds: float,
        scrubber: Scrubber,
        step: int | None,
        run_blocking: Callable[[Callable[[], Any]], Any],
        warn: Callable[[str], None],
    ) -> None:
        """`step` is the index of the one under way; `run_blocking` calls work in a thread and waits for it."""
        self._evidence = evidence
        self._baselines = baselines
        self._recordings = recordings
        self._deadlines = deadlines
        self._expect_seconds = expect_seconds
        self._scrubber = scrubber
        self._step = step
        self._run_blocking = run_blocking
        self._warn = warn
        self._shows_secret = False
        """A secret could be read on a picture that was taken."""

    @property
    def url(self) -> str:
        return self._page().url

    @property
    def console(self) -> Sequence[ConsoleMessage]:
        return self._evidence.log.console

    @property
    def failed_requests(self) -> Sequence[NetworkRequest]:
        return self._evidence.log.failed_requests

    @property
    def requests(self) -> Sequence[PageRequest]:
        return self._evidence.log.requests

    @property
    def vitals(self) -> WebVitals | None:
        return self._evidence.read_vitals(self._page())

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        return self._scrubber.value(self._page().evaluate(expression, argument))

    def wait(self, seconds: float) -> None:
        self._page().wait_for_timeout(self._deadlines.cut(seconds) * 1000)

    def screenshot(self, *, target: str | None = None, mask: Sequence[str] = (), full_page: bool = False) -> bytes:
        page = self._page()
        if self._scrubber.active and any(map(self._scrubber.found, readable_text(page, target=target, mask=mask))):
            self._shows_secret = True
        options: dict[str, Any] = {
            "mask": [page.locator(selector) for selector in mask],
            "mask_color": _MASK_COLOUR,
            "animations": "disabled",
            "caret": "hide",
            "scale": "css",
        }
        if target is not None:
            return page.locator(target).screenshot(**options)
        return page.screenshot(full_page=full_page, **options)

    def aria_snapshot(self, *, target: str = "body") -> str:
        timeout = self._deadlines.cut(self._expect_seconds) * 1000
        return self._scrubber.text(self._page().locator(target).aria_snapshot(timeout=timeout))

    def matches_aria(self, snapshot: str, *, target: str = "body") -> bool:
        expectation = playwright_expect(self._page().locator(target))
        try:
            expectation.to_match_aria_snapshot(snapshot, timeout=self._deadlines.cut(self._expect_seconds) * 1000)
        except AssertionError as unlike:
            # Playwright tells a snapshot it cannot read by the same class as one that does not match.
            _, told, fault = str(unlike).partition("\nError: ")
            if told and not fault.startswith(_NOT_FOUND):
                reason = fault.partition("\nCall log:")[0].strip()
                raise UsageError(f"the aria snapshot cannot be compared: {reason}") from None
            return False
        return True

    def baseline(self, name: str | None, *, suffix: str) -> BaselineFile:
        variant = self._variant() if suffix == PICTURE else ""
        return self._baselines.find(name, suffix=suffix, variant=variant, shows_secret=lambda: self._shows_secret)

    def attach(self, name: str, data: bytes) -> str | None:
        if self._shows_secret:
            self._warn(f"{name} was withheld: a secret can be read on the page.")
            return None
        return self._recordings.attach(data, name=name, step=self._step)

    def blocking(self, work: Callable[[], R]) -> R:
        result: R = self._run_blocking(work)
        return result

    def _page(self) -> Page:
        page = self._evidence.page()
        if page is None:
            raise UsageError("no page is open")
        return page

    def _variant(self) -> str:
        page = self._page()
        size = page.viewport_size or page.evaluate("({width: innerWidth, height: innerHeight})")
        browser = page.context.browser
        name = browser.browser_type.name if browser else "browser"
        return picture_variant(name, width=size["width"], height=size["height"])
