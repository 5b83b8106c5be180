"""The same journey of a customer, who logs in each time, or once for all runs."""

import json
import os
import time

from tracer_runner import expect, journey, login, step

SHOP = os.environ.get("BENCH_BASE", "http://127.0.0.1:8700")


def fill_in_the_form(page, secrets):
    page.goto(f"{SHOP}/login")
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Password").fill(secrets.SHOP_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Welcome, Ada")).to_be_visible()


def look_around(page):
    with step("Open the shop"):
        page.goto(SHOP)
        expect(page.get_by_text("Welcome, Ada")).to_be_visible()
        expect(page.get_by_test_id("product")).to_have_count(24)
    with step("Search"):
        page.get_by_label("Search lamps").fill("Halo")
        expect(page.get_by_test_id("product")).to_have_count(1)


def note(began):
    with open(os.environ["BENCH_OUT"], "a") as log:  # noqa: PTH123 - the same in every contender
        log.write(json.dumps({"t0": began, "t1": time.time()}) + "\n")


@login("customer", secrets=["SHOP_PASSWORD"])
def customer(page, secrets):
    fill_in_the_form(page, secrets)


@journey("Log in each time", secrets=["SHOP_PASSWORD"])
def each_time(page, secrets):
    began = time.time()
    with step("Log in"):
        fill_in_the_form(page, secrets)
    look_around(page)
    note(began)


@journey("Log in once", login="customer")
def once(page):
    began = time.time()
    look_around(page)
    note(began)
