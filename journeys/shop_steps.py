"""Steps of the Lamp shop that several journeys share."""

from tracer_runner import expect, step


@step("Log in", timeout="15s", retries=1)
def log_in(page, secrets):
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Password").fill(secrets.SHOP_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Welcome, Ada")).to_be_visible()


@step("Put a lamp in the cart")
def put_in_cart(page, params, lamp):
    page.goto(f"{params.base_url}/lamps/{lamp}")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("status")).to_contain_text("is in your cart")
