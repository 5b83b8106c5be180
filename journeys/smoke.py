"""Smoke: the shop opens, a visitor finds a lamp and looks at it."""

from tracer_runner import check, expect, journey, step


@journey(
    "Find a lamp",
    tags=["smoke"],
    every="5m",
    params={"base_url": "http://127.0.0.1:8700", "lamp": "Halo"},
)
def find_a_lamp(page, params):
    with step("Open the shop", budget="2s"):
        page.goto(params.base_url)
        expect(page).to_have_title("Lamp shop")
        expect(page.get_by_test_id("product")).to_have_count(24)
    with step(f"Search for {params.lamp}"):
        page.get_by_label("Search lamps").fill(params.lamp)
        expect(page.get_by_test_id("result-count")).to_have_text("1 lamp")
        expect(page.get_by_test_id("product")).to_have_count(1)
    with step("Open the product page", budget="2s"):
        page.get_by_role("link", name=params.lamp).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(params.lamp)
        expect(page.get_by_test_id("price")).to_contain_text("€")
        expect(page.get_by_role("button", name="Add to cart")).to_be_enabled()
    with step("See its picture"):
        picture = page.get_by_test_id("product-page").get_by_role("img")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    check.response_time(less_than="2s")
    check.no_failed_requests()
    check.no_console_errors()
