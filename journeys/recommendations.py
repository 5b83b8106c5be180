"""Recommendations: who has just paid is shown more lamps.

Without them the shop earns less, but it still sells. So they are looked at in soft steps: a failure there is recorded,
and the journey goes on to its end.
"""

import re

from shop_steps import log_in

from tracer_runner import check, expect, journey, step


@step("Pay for the lamp of the week", timeout="20s", budget="5s", retries=1)
def pay_at_once(page):
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_test_id("order-number")).to_have_text(re.compile(r"LS-\d+"))


@journey(
    "Recommendations",
    tags=["shop"],
    every="15m",
    params={"base_url": "http://127.0.0.1:8700", "recommended": 4},
    secrets=["SHOP_PASSWORD"],
    timeout="60s",
    owner="Merchandising",
)
def recommendations(page, params, secrets):
    with step("Open the shop", budget="2s"):
        page.goto(params.base_url)
    log_in(page, secrets)
    pay_at_once(page)
    shown = page.get_by_role("list", name="Recommendations").get_by_role("listitem")
    with step("Show recommendations", soft=True, budget="2s"):
        expect(shown).to_have_count(params.recommended)
    with step("Recommend nothing twice", soft=True):
        names = shown.get_by_role("heading").all_inner_texts()
        assert len(set(names)) == len(names)
    with step("Open the first one"):
        name = shown.first.get_by_role("heading").inner_text()
        shown.first.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    # A payment that went through on the second try has left this behind.
    check.no_console_errors(ignore=["status of 503"])


@recommendations.cleanup
def empty_cart(request, params):
    request.delete(f"{params.base_url}/api/cart")
