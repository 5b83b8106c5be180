from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tracer_runner.demo import Shop

BROWSERS = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop(port=0) as shop:
        yield shop


@pytest.fixture
def visitor(shop: Shop) -> Iterator[httpx.Client]:
    """Somebody with a cookie jar of their own."""
    with httpx.Client(base_url=shop.url, trust_env=False) as visitor:
        yield visitor


@pytest.fixture
def customer(visitor: httpx.Client) -> httpx.Client:
    """The visitor, logged in."""
    visitor.post("/api/login", json={"email": "ada@example.com", "password": "engine"}).raise_for_status()
    return visitor


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_browser())
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, shop: Shop) -> Iterator[Page]:
    """A page in a fresh context; paths like `/cart` are those of the shop."""
    with chromium.new_context(base_url=shop.url) as context:
        context.set_default_timeout(15_000)
        yield context.new_page()


def _find_browser() -> str | None:
    """None: the browser Playwright itself has installed."""
    wanted = os.environ.get("TRACER_BROWSER")
    if wanted and os.sep in wanted:
        return wanted
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    return found or shutil.which("google-chrome")
