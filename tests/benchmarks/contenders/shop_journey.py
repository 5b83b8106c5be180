"""The journey of the benchmark, as tracer runs it: find a lamp, buy it, five steps."""

import json
import os
import time

from tracer_runner import expect, journey, step

SHOP = os.environ.get("BENCH_BASE", "http://127.0.0.1:8700")


@journey("Buy a lamp")
def buy_a_lamp(page):
    began = time.time()
    with step("Open the shop"):
        page.goto(SHOP)
        expect(page.get_by_test_id("product")).to_have_count(24)
    with step("Search"):
        page.get_by_label("Search lamps").fill("Halo")
        expect(page.get_by_test_id("product")).to_have_count(1)
    with step("Open the product"):
        page.get_by_role("link", name="Halo").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Halo")
    with step("Add it to the cart"):
        page.get_by_role("button", name="Add to cart").click()
        expect(page.get_by_test_id("cart-count")).to_have_text("1")
    with step("Look into the cart"):
        page.get_by_role("link", name="View cart").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your cart")
    with open(os.environ["BENCH_OUT"], "a") as log:  # noqa: PTH123 - the same in every contender
        log.write(json.dumps({"t0": began, "t1": time.time()}) + "\n")
