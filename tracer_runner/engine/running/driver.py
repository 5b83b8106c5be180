"""Playwright's driver, started: it can wait before anything else is known."""

from __future__ import annotations

import os
from dataclasses import dataclass

from playwright.sync_api import Playwright, sync_playwright
from playwright.sync_api._context_manager import PlaywrightContextManager

from tracer_runner.hooks.places import cache_folder


@dataclass(frozen=True)
class Driver:
    """The driver process, and the way to it."""

    manager: PlaywrightContextManager
    playwright: Playwright

    def close(self) -> None:
        """End the process."""
        self.manager.__exit__()


def start_driver() -> Driver:
    """Start the driver; takes about a quarter of a second, and half as long again the first time on a machine."""
    # Node.js keeps the compiled code of the driver there, which saves a third of its start.
    if folder := cache_folder():
        os.environ.setdefault("NODE_COMPILE_CACHE", str(folder / "node"))
    manager = sync_playwright()
    return Driver(manager, manager.start())
