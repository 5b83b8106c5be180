"""The journey of another kit's shop, step by step as its other contenders walk it."""

import json
import os
import time

from tracer_runner import expect, journey, step

SHOP = os.environ.get("BENCH_BASE", "http://127.0.0.1:8900")


@journey("Check out")
def check_out(page):
    began = time.time()
    with step("Open"):
        page.goto(SHOP + "/")
        expect(page.get_by_role("heading", name="Furniture for tidy people")).to_be_visible()
    with step("Log in"):
        page.get_by_role("link", name="Sign in").click()
        page.fill("#user", "ada")
        page.fill("#password", "engine")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_test_id("who")).to_have_text("Welcome, ada")
    with step("Search"):
        expect(page.get_by_test_id("product")).to_have_count(50)
        page.fill("#q", "lamp")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_test_id("found")).to_have_text("5 products")
    with step("Add to cart"):
        page.get_by_test_id("product").first.get_by_role("button", name="Add to cart").click()
        expect(page.get_by_test_id("cart-count")).to_have_text("1")
    with step("Check out"):
        page.get_by_role("link", name="Cart").click()
        expect(page.get_by_test_id("line")).to_have_count(1)
        page.click("#checkout")
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    with open(os.environ["BENCH_OUT"], "a") as log:  # noqa: PTH123 - the same in every contender
        log.write(json.dumps({"t0": began, "t1": time.time()}) + "\n")
