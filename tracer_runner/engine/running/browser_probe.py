"""Is the browser itself alive? Asked past its pages, which may hang for reasons of their own."""

from __future__ import annotations

from playwright.sync_api import Browser

PROBE_SECONDS = 2.0
"""How long the browser may take to say that it is alive."""


def ask_browser(browser: Browser) -> None:
    """Returns when it answers. PlaywrightError when it is gone; one that hangs is for a deadline around this."""
    if browser.browser_type.name == "chromium":
        session = browser.new_browser_cdp_session()
        session.send("Browser.getVersion")
        session.detach()
    else:
        browser.new_context().close()
