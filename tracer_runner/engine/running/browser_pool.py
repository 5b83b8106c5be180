"""Warm browsers, one of each kind, shared by the journeys of a runner."""

from __future__ import annotations

import asyncio

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.running.abreast import Abreast
from tracer_runner.engine.running.confinement import confined_launch, refuse_local_files
from tracer_runner.errors import BrowserUnavailable


class BrowserPool:
    """Launches a browser when one is first asked for, and again when it has died."""

    def __init__(
        self,
        playwright: Playwright,
        abreast: Abreast,
        *,
        headless: bool,
        slowmo_ms: float,
        egress: str | None = None,
    ) -> None:
        """`egress`: the address of the proxy that browsers are started behind."""
        self._playwright = playwright
        self._abreast = abreast
        self._headless = headless
        self._slowmo_ms = slowmo_ms
        self._egress = egress
        self._browsers: dict[BrowserChoice, asyncio.Future[Browser]] = {}

    def browser(self, choice: BrowserChoice) -> Browser:
        """The warm browser of this choice; lanes that ask while it starts wait for the same one."""
        known = self._browsers.get(choice)
        if known is None or (known.done() and not _usable(known)):
            known = self._browsers[choice] = self._abreast.loop.create_future()
            self._launch(choice, known)
        return self._abreast.wait(known) if not known.done() else known.result()

    def close(self) -> None:
        """Close every browser."""
        for launched in self._browsers.values():
            if launched.done() and _usable(launched):
                launched.result().close()

    def _launch(self, choice: BrowserChoice, future: asyncio.Future[Browser]) -> None:
        try:
            browser = self._launched(choice)
        except PlaywrightError as fault:
            reason = fault.message.splitlines()[0]
            future.set_exception(
                BrowserUnavailable(
                    f"{choice.path} did not start: {reason}", hint="`tracer doctor` looks for the cause."
                )
            )
            future.exception()  # whoever waits gets it; nobody waiting is no fault
        except BaseException:
            future.cancel()
            raise
        else:
            future.set_result(browser)

    def _launched(self, choice: BrowserChoice) -> Browser:
        options = {
            "executable_path": choice.executable,
            "args": list(choice.args),
            "headless": self._headless,
            "slow_mo": self._slowmo_ms,
            # The supervisor decides what a signal means; a browser that ends by itself would look like a crash.
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        }
        if self._egress:
            options |= confined_launch(choice, egress=self._egress)
        browser: Browser = getattr(self._playwright, choice.name).launch(**options)
        if self._egress and choice.name == "chromium":
            refuse_local_files(browser)
        return browser


def _usable(launched: asyncio.Future[Browser]) -> bool:
    return not launched.cancelled() and launched.exception() is None and launched.result().is_connected()
