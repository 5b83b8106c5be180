from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError, expect

from tracer_runner.demo import Shop

pytestmark = pytest.mark.browser


def test_the_journey_of_the_documentation_works_word_for_word(window: Page) -> None:
    window.goto("/")
    expect(window).to_have_title("Lamp shop")
    _log_in(window)
    window.get_by_role("button", name="Pay").click()
    assert window.get_by_test_id("order-number").inner_text().startswith("LS-")
    expect(window.get_by_role("listitem")).to_have_count(4)


def test_search_and_category_narrow_the_lamps_and_the_address_keeps_both(window: Page) -> None:
    window.goto("/")
    lamps = window.get_by_test_id("product")
    expect(lamps).to_have_count(24)
    window.get_by_role("button", name="Wall").click()
    expect(lamps).to_have_count(4)
    window.get_by_label("Search lamps").fill("brass")
    expect(lamps).to_have_count(1)
    expect(window).to_have_url(re.compile(r"\?q=brass&category=Wall$"))
    window.reload()
    expect(lamps).to_have_text(re.compile("Dew"))
    expect(window.get_by_role("button", name="Wall")).to_have_attribute("aria-pressed", "true")
    window.get_by_label("Search lamps").fill("<img src=x onerror=alert(1)>")
    expect(window.get_by_text("No lamp fits.")).to_be_visible()


def test_a_cart_is_filled_changed_and_paid(window: Page) -> None:
    for lamp in ("heron", "fable"):
        window.goto(f"/lamps/{lamp}")
        window.get_by_label("Quantity").select_option("2")
        window.get_by_role("button", name="Add to cart").click()
        expect(window.get_by_role("status")).to_contain_text("is in your cart")
    expect(window.get_by_test_id("cart-count")).to_have_text("4")
    window.get_by_role("link", name="View cart").click()
    expect(window.get_by_test_id("total")).to_have_text("€1,068")
    window.get_by_role("button", name="Remove Heron").click()
    expect(window.get_by_test_id("total")).to_have_text("€290")
    window.get_by_role("link", name="Checkout").click()
    _log_in(window)
    window.get_by_role("button", name="Pay").click()
    expect(window.get_by_test_id("order-number")).to_have_text(re.compile(r"^LS-\d+$"))
    expect(window.get_by_test_id("cart-count")).to_have_text("0")


def test_a_wrong_password_is_said_and_logging_out_works(window: Page) -> None:
    window.goto("/login")
    _log_in(window, password="motor", welcome=False)
    expect(window.get_by_role("alert")).to_have_text("Email and password do not match.")
    _log_in(window)
    window.get_by_role("button", name="Log out").click()
    expect(window.get_by_role("button", name="Log in")).to_be_visible()


def test_every_picture_button_and_field_has_a_name(window: Page) -> None:
    window.goto("/")
    expect(window.get_by_test_id("product")).to_have_count(24)
    roles: tuple[Literal["button", "link", "textbox", "searchbox", "heading", "list", "region"], ...]
    roles = ("button", "link", "textbox", "searchbox", "heading", "list", "region")
    for role in roles:
        named = window.get_by_role(role, name=re.compile(r"\w"))
        assert named.count() == window.get_by_role(role).count() > 0, role
    expect(window.get_by_role("img", name="Halo, table lamp")).to_be_visible()


def test_a_payment_that_fails_is_said_and_can_be_tried_again(window: Page, shop: Shop) -> None:
    window.goto("/?fault=checkout-500")
    _log_in(window)
    window.get_by_role("button", name="Pay").click()
    expect(window.get_by_role("alert")).to_contain_text("We could not take your payment.")
    window.context.clear_cookies(name="shop_fault")
    window.get_by_role("button", name="Pay").click()
    expect(window.get_by_test_id("order-number")).to_be_visible()


def test_console_error_logs_one_error_and_throws_another(window: Page) -> None:
    logged: list[str] = []
    thrown: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            logged.append(message.text)

    window.on("console", note)
    window.on("pageerror", lambda error: thrown.append(error.message))
    with window.expect_event("pageerror"):
        window.goto("/?fault=console-error")
    assert logged == ["Lamp shop: the price list could not be read"]
    assert thrown == ["priceList is not defined"]


def test_a_healthy_page_logs_nothing_and_asks_for_nothing_that_fails(window: Page) -> None:
    trouble: list[str] = []
    window.on("console", lambda message: trouble.append(message.text))
    window.on("pageerror", lambda error: trouble.append(error.message))
    window.on("response", lambda response: trouble.append(response.url) if response.status >= 400 else None)
    for path in ("/", "/lamps/halo", "/login", "/cart"):
        window.goto(path, wait_until="networkidle")
    assert trouble == []


def test_changed_text_renames_the_pay_button(window: Page) -> None:
    window.goto("/?fault=changed-text")
    expect(window).to_have_title("The lamp store")
    _log_in(window)
    expect(window.get_by_role("button", name="Buy now")).to_be_visible()
    expect(window.get_by_role("button", name="Pay")).to_have_count(0)


def test_a_changed_look_has_square_corners(window: Page) -> None:
    frame = window.get_by_test_id("product").locator(".frame").first
    for fault, corner in (("none", "18px"), ("changed-look", "0px")):
        window.goto(f"/?fault={fault}")
        expect(frame).to_have_css("border-radius", corner)


def test_an_inaccessible_page_has_pictures_without_a_text(window: Page) -> None:
    picture = window.get_by_test_id("product").get_by_role("img").first
    window.goto("/?fault=none")
    expect(picture).to_have_attribute("alt", "Halo, table lamp")
    window.goto("/?fault=inaccessible")
    expect(picture).not_to_have_attribute("alt", re.compile(".*"))


def test_api_500_shows_a_message_where_lamps_would_be(window: Page) -> None:
    window.goto("/?fault=api-500")
    expect(window.get_by_test_id("results").get_by_role("alert")).to_contain_text("The shop has a fault.")


def test_a_hanging_request_leaves_placeholders(window: Page) -> None:
    window.goto("/?fault=hanging-request")
    expect(window.get_by_role("button", name="Log in")).to_be_visible()
    expect(window.get_by_test_id("result-count")).to_have_text("Loading …")
    expect(window.get_by_test_id("product")).to_have_count(0)


def test_dialogs_come_one_after_another(window: Page) -> None:
    window.goto("/?fault=none")
    seen = 0
    window.on("dialog", lambda dialog: dialog.dismiss())
    with window.expect_event("dialog"):
        window.goto("/?fault=dialogs", wait_until="commit")
    for _ in range(3):
        with window.expect_event("dialog"):
            seen += 1
    assert seen == 3


def test_a_busy_page_answers_nothing_and_can_still_be_closed(chromium: Browser, shop: Shop) -> None:
    page = chromium.new_page()
    page.set_default_timeout(2000)
    page.goto(f"{shop.url}/?fault=busy")
    with pytest.raises(TimeoutError):
        page.get_by_role("button", name="Log in").click()
    page.close()
    fresh = chromium.new_page()
    fresh.goto(shop.url)
    expect(fresh.get_by_role("button", name="Log in")).to_be_visible()
    fresh.close()


def test_no_page_can_be_pushed_sideways_on_a_phone(chromium: Browser, shop: Shop) -> None:
    with chromium.new_context(base_url=shop.url, viewport={"width": 320, "height": 640}, has_touch=True) as context:
        page = context.new_page()
        for path in ("/", "/lamps/heron", "/login", "/cart", "/nowhere"):
            page.goto(path, wait_until="networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def _log_in(page: Page, *, password: str = "engine", welcome: bool = True) -> None:
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    if welcome:
        expect(page.get_by_text("Welcome, Ada")).to_be_visible()
