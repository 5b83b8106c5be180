"""Phone: the shop on a small screen, where most visitors are."""

from tracer_runner import check, expect, journey, step

# Elements that reach beyond the screen, so that the page can be pushed sideways.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALLEST_TARGET = 44


@journey(
    "On a phone",
    tags=["mobile"],
    every="30m",
    device="iPhone 15",
    browser="chromium",
    params={"base_url": "http://127.0.0.1:8700"},
)
def on_a_phone(page, params):
    with step("Open the shop", budget="2s"):
        page.goto(params.base_url)
        expect(page.get_by_test_id("product")).to_have_count(24)
        assert page.evaluate(TOO_WIDE) == 0
    with step("Choose a category with a thumb"):
        category = page.get_by_role("group", name="Category").get_by_role("button", name="Outdoor")
        assert category.bounding_box()["height"] >= SMALLEST_TARGET
        category.tap()
        expect(page.get_by_test_id("product")).to_have_count(4)
    with step("Open a lamp"):
        page.get_by_role("link", name="Fireflies").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fireflies")
        assert page.evaluate(TOO_WIDE) == 0
    with step("Put it in the cart"):
        button = page.get_by_role("button", name="Add to cart")
        assert button.bounding_box()["height"] >= SMALLEST_TARGET
        button.tap()
        expect(page.get_by_test_id("cart-count")).to_have_text("1")
    check.no_failed_requests()
    check.no_console_errors()
