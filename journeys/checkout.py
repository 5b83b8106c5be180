"""Checkout: a customer puts two lamps in the cart, logs in and pays."""

from shop_steps import log_in, put_in_cart

from tracer_runner import check, expect, journey, step


@journey(
    "Checkout",
    tags=["smoke", "shop"],
    every="5m",
    params={"base_url": "http://127.0.0.1:8700"},
    secrets=["SHOP_PASSWORD"],
)
def checkout(page, params, secrets):
    with step("Choose two lamps"):
        put_in_cart(page, params, "fable")
        put_in_cart(page, params, "heron")
    with step("Look into the cart"):
        page.get_by_role("link", name="View cart").click()
        expect(page.get_by_role("heading", name="Your cart")).to_be_visible()
        expect(page.get_by_test_id("cart-count")).to_have_text("2")
        expect(page.get_by_test_id("total")).to_have_text("€534")
    with step("Go to the checkout"):
        page.get_by_role("link", name="Checkout").click()
        expect(page.get_by_role("heading", name="Your order")).to_be_visible()
    log_in(page, secrets)
    with step("Pay", budget="3s"):
        page.get_by_role("button", name="Pay").click()
        order = page.get_by_test_id("order-number").inner_text()
        assert order.startswith("LS-")
    with step("See what was bought"):
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Ada")
        expect(page.get_by_role("row").filter(has_text="Heron")).to_contain_text("€389")
        expect(page.get_by_test_id("cart-count")).to_have_text("0")
    check.no_failed_requests()
    check.no_console_errors()


@checkout.cleanup
def empty_cart(request, params):
    request.delete(f"{params.base_url}/api/cart")
