"""The `browser` argument: the warm browser of the runner, lent to one journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.running.confinement import confined_context
from tracer_runner.errors import UsageError


class SharedBrowser:
    """Playwright's browser, but what a journey opens in it is closed after the journey, and it cannot be closed."""

    def __init__(
        self, browser: Browser, *, opened: Callable[[BrowserContext], None], egress: str | None = None
    ) -> None:
        """`opened` is told of each context; `egress` is the proxy they go through."""
        self._browser = browser
        self._egress = egress
        self._opened = opened
        self._contexts: list[BrowserContext] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._browser, name)

    @property
    def contexts(self) -> list[BrowserContext]:
        """Those this journey opened."""
        return list(self._contexts)

    def new_context(self, **options: Any) -> BrowserContext:
        """A context of the journey's own."""
        context = self._browser.new_context(**confined_context(options, egress=self._egress))
        self._contexts.append(context)
        self._opened(context)
        return context

    def new_page(self, **options: Any) -> Page:
        """A page in a context of its own."""
        return self.new_context(**options).new_page()

    def close(self, **_: Any) -> None:
        """Not offered."""
        raise UsageError("browser.close() would close it for every journey.", hint="Close the context you opened.")

    def put_away(self) -> None:
        """Close what the journey opened."""
        for context in self._contexts:
            try:
                context.close()
            except PlaywrightError:
                continue  # it has gone already
