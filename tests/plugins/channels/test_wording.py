"""What messages say."""

from __future__ import annotations

import pytest
from tracer_plugins.channels.wording import ADDRESS, Tone, plain, web_address, word

from tracer_runner.model.alert import AlertMessage, AlertStatus, MessageKind
from tracer_runner.testing import sample_alert, sample_failure, sample_message


def of(kind: MessageKind, status: str = "failed") -> AlertMessage:
    return sample_message(kind, failure=sample_failure(status=status))


@pytest.mark.parametrize(
    ("message", "title", "tone"),
    [
        (of(MessageKind.OPENED), "Checkout failed", Tone.BAD),
        (of(MessageKind.OPENED, "degraded"), "Checkout is degraded", Tone.POOR),
        (of(MessageKind.OPENED, "error"), "Checkout could not be checked", Tone.POOR),
        (sample_message(failure=None), "Checkout needs a look", Tone.BAD),
        (of(MessageKind.REMINDER), "Checkout is still failing", Tone.BAD),
        (of(MessageKind.REMINDER, "missed"), "Checkout is still not checked", Tone.POOR),
        (of(MessageKind.RESOLVED), "Checkout is well again", Tone.GOOD),
        (of(MessageKind.TEST), "Test message from tracer", Tone.NEUTRAL),
    ],
)
def test_the_title_says_what_happened(message: AlertMessage, title: str, tone: Tone) -> None:
    assert (word(message).title, word(message).tone) == (title, tone)


def test_the_summary_says_why_and_for_how_long() -> None:
    assert word(of(MessageKind.OPENED)).summary == "3 runs in a row failed."
    assert word(of(MessageKind.REMINDER)).summary == "3 runs in a row failed. The alert has been open for 1 h 5 min."
    assert word(of(MessageKind.RESOLVED)).summary == "The alert was open for 1 h 5 min."


def test_who_closed_an_alert_by_hand_is_named() -> None:
    resolved = of(MessageKind.RESOLVED)
    alert = sample_alert(status=AlertStatus.RESOLVED, resolved_at=resolved.sent_at, resolved_by="Ann")
    wording = word(resolved.model_copy(update={"alert": alert}))
    assert wording.title == "Checkout: alert closed"
    assert wording.summary.endswith("Ann closed it.")


def test_plain_text_has_all_that_is_known() -> None:
    assert plain(word(of(MessageKind.OPENED))) == (
        "3 runs in a row failed.\n\n"
        "Step: Pay / Confirm\nExpected: “Thank you”\nActual: “Something went wrong”\n"
        "Page: https://shop.example.com/order?step=3\nLocation: Frankfurt, Virginia\nEnvironment: production\n"
        "Opened: 2026-03-04 09:15:00 UTC\nOwner: Team Till\n\n"
        "The order page does not show “Thank you”.\n\n"
        "See the run: https://tracer.example.com/runs/run_sample\n"
        "Open the alert: https://tracer.example.com/alerts/alr_sample\nRunbook: https://wiki.example.com/checkout"
    )


def test_what_was_broken_is_not_told_again_when_it_is_well() -> None:
    wording = word(of(MessageKind.RESOLVED))
    assert (wording.error, wording.picture_url) == (None, None)
    assert {"Step", "Expected", "Actual"}.isdisjoint(fact.label for fact in wording.facts)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.example/a?b=c&d=%20#e", "https://x.example/a?b=c&d=%20#e"),
        ('https://x.example/"><|b>\r\n', "https://x.example/%22%3E%3C%7Cb%3E%0D%0A"),
        ("javascript:alert(1)", None),
        ("//x.example/", None),
        ("https://[x/", None),
        ("https://x.example/" + "a" * ADDRESS, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, address: str | None) -> None:
    assert web_address(url) == address
