"""The floor: Playwright's async API, one browser, a fresh context for each run, nothing kept."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path

from playwright.async_api import Browser, async_playwright, expect

SHOP = os.environ["BENCH_BASE"]


async def buy_a_lamp(browser: Browser) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    began = time.time()
    await page.goto(SHOP)
    await expect(page.get_by_test_id("product")).to_have_count(24)
    await page.get_by_label("Search lamps").fill("Halo")
    await expect(page.get_by_test_id("product")).to_have_count(1)
    await page.get_by_role("link", name="Halo").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Halo")
    await page.get_by_role("button", name="Add to cart").click()
    await expect(page.get_by_test_id("cart-count")).to_have_text("1")
    await page.get_by_role("link", name="View cart").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your cart")
    ended = time.time()
    await context.close()
    with Path(os.environ["BENCH_OUT"]).open("a") as log:
        log.write(json.dumps({"t0": began, "t1": ended}) + "\n")


async def main() -> None:
    arguments = json.loads(os.environ["BENCH_CHROME_ARGS"])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["BENCH_CHROME"], args=arguments)
        left = iter(range(int(os.environ["BENCH_RUNS"])))

        async def lane() -> None:
            for _ in left:
                await buy_a_lamp(browser)

        await asyncio.gather(*(lane() for _ in range(int(os.environ["BENCH_CONC"]))))
        await browser.close()


asyncio.run(main())
