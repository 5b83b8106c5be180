"""Playwright's messages in plain words."""

from __future__ import annotations

from tracer_runner.engine.running.wording import NOT_THERE, explain_expect, explain_timeout, network_hint, seen_value
from tracer_runner.model.run import AssertionResult

MISSING = """Locator.inner_text: Timeout 10000ms exceeded.
Call log:
  - waiting for get_by_test_id("order-number")"""
DISABLED = """Locator.click: Timeout 1500ms exceeded.
Call log:
  - waiting for get_by_role("button", name="Pay")
    - locator resolved to <button disabled>Pay</button>
  - attempting click action
    2 × waiting for element to be visible, enabled and stable
      - element is not enabled
    - retrying click action"""
NOT_FOUND = """Locator expected to have text 'x'
Actual value: None
Error: element(s) not found
Call log:
  - Expect "to_have_text" with timeout 5000ms
  - waiting for locator("p")

Aria snapshot:
- button "Pay\""""


def test_what_did_not_appear_is_named_first() -> None:
    sentence, *log = explain_timeout(MISSING).splitlines()
    assert sentence == 'get_by_test_id("order-number") did not appear within 10.0 s (Locator.inner_text).'
    assert log == MISSING.splitlines()[1:]


def test_what_was_there_but_could_not_be_used_says_why() -> None:
    sentence = explain_timeout(DISABLED).splitlines()[0]
    assert sentence == (
        'get_by_role("button", name="Pay") was there, but could not be used within 1.5 s: '
        "element is not enabled (Locator.click)."
    )


def test_a_message_that_is_no_timeout_stays_as_it_is() -> None:
    assert explain_timeout("Page.goto: net::ERR_ABORTED") == "Page.goto: net::ERR_ABORTED"


def test_a_missing_element_is_told_from_one_with_another_text() -> None:
    assert seen_value(NOT_FOUND) == NOT_THERE
    assert seen_value("Locator expected to have text 'x'\nActual value: Pay now Call log:\n - x") == "Pay now"
    assert seen_value("nothing of the kind") is None


def test_a_failed_expect_begins_with_our_sentence_and_leaves_the_snapshot_out() -> None:
    assertion = AssertionResult(
        type="expect.to_have_text", passed=False, message="Expected p to have text", actual=NOT_THERE
    )
    text = explain_expect(assertion, NOT_FOUND)
    assert text.startswith("Expected p to have text; it is not on the page.\nCall log:")
    assert "Aria" not in text


def test_a_refused_connection_says_where_to_look() -> None:
    assert "Nothing listens" in str(network_hint("net::ERR_CONNECTION_REFUSED at http://127.0.0.1:9/"))
    assert network_hint("net::ERR_ABORTED") is None


def test_an_empty_value_is_shown_as_one() -> None:
    assertion = AssertionResult(type="expect.to_have_text", passed=False, message="Expected p to have text", actual="")
    assert explain_expect(assertion, "x") == "Expected p to have text; it was ''."
