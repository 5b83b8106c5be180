"""Account: the right password opens the door, a wrong one does not, and leaving closes it."""

from shop_steps import log_in

from tracer_runner import expect, journey, step


@journey(
    "Account",
    tags=["shop"],
    every="15m",
    params={"base_url": "http://127.0.0.1:8700"},
    secrets=["SHOP_PASSWORD"],
)
def account(page, request, params, secrets):
    with step("Refuse a wrong password"):
        page.goto(f"{params.base_url}/login")
        page.get_by_label("Email").fill("ada@example.com")
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("alert")).to_have_text("Email and password do not match.")
    log_in(page, secrets)
    with step("Log out"):
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        expect(page.get_by_text("Welcome, Ada")).to_be_hidden()
    with step("Keep orders from strangers"):
        assert request.get(f"{params.base_url}/api/orders").status == 401
