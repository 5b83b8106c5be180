"""The same journey as an ordinary test of pytest-playwright; with pytest-xdist several at once."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

SHOP = os.environ.get("BENCH_BASE", "")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": os.environ["BENCH_CHROME"],
        "headless": True,
        "args": json.loads(os.environ["BENCH_CHROME_ARGS"]),
    }


@pytest.mark.parametrize("number", range(int(os.environ.get("BENCH_RUNS", "0"))))
def test_buy_a_lamp(page: Page, number: int) -> None:
    began = time.time()
    page.goto(SHOP)
    expect(page.get_by_test_id("product")).to_have_count(24)
    page.get_by_label("Search lamps").fill("Halo")
    expect(page.get_by_test_id("product")).to_have_count(1)
    page.get_by_role("link", name="Halo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Halo")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_test_id("cart-count")).to_have_text("1")
    page.get_by_role("link", name="View cart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your cart")
    with Path(os.environ["BENCH_OUT"]).open("a") as log:
        log.write(json.dumps({"t0": began, "t1": time.time()}) + "\n")
