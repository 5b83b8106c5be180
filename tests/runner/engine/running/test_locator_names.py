"""Locators are shown as an author writes them."""

from __future__ import annotations

import pytest

from tracer_runner.engine.running.locator_names import name_selector


@pytest.mark.parametrize(
    ("selector", "name"),
    [
        ('internal:role=button[name="Pay"i]', 'get_by_role("button", name="Pay")'),
        ("internal:role=listitem", 'get_by_role("listitem")'),
        ('internal:text="Welcome, Ada"i', 'get_by_text("Welcome, Ada")'),
        ('internal:text="Exact"s', 'get_by_text("Exact", exact=True)'),
        ('internal:label="Email"i', 'get_by_label("Email")'),
        ('internal:testid=[data-testid="order-number"s]', 'get_by_test_id("order-number")'),
        ('internal:attr=[placeholder="Search"i]', 'get_by_placeholder("Search")'),
        (
            '#cart >> internal:role=button[name="Pay"i] >> nth=0',
            'locator("#cart").get_by_role("button", name="Pay").first',
        ),
        ("li >> nth=-1", 'locator("li").last'),
        ("li >> nth=3", 'locator("li").nth(3)'),
        ('li >> internal:has-text="Lamp"i', 'locator("li").filter(has_text="Lamp")'),
    ],
)
def test_a_selector_is_named_as_it_was_written(selector: str, name: str) -> None:
    assert name_selector(selector) == name
