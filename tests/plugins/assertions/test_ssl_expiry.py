"""`ssl_expiry`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.ssl_expiry import SslExpiry

from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.model.observation import Certificate
from tracer_runner.testing import AssertionContract

from .examining import examine

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def expiring(days: float, **facts: Any) -> Certificate:
    end = NOW + timedelta(days=days)
    return Certificate(
        **{"subject": "example.com", "issuer": "CA", "not_before": end - timedelta(days=90), "not_after": end, **facts}
    )


def look(certificate: Certificate, **wanted: Any) -> Verdict:
    return examine(SslExpiry(clock=lambda: NOW), certificate, **wanted)


@pytest.mark.parametrize(
    ("days", "passed", "told"),
    [
        (40, True, "The certificate of example.com is valid for 40 days more."),
        (14.01, True, "The certificate of example.com is valid for 14 days more."),
        (14, False, "The certificate of example.com is valid for 14 days more; expected: valid for more than 14 days."),
        (1, False, "The certificate of example.com is valid for 1 day more; expected: valid for more than 14 days."),
        (
            0.25,
            False,
            "The certificate of example.com is valid for 0.2 days more; expected: valid for more than 14 days.",
        ),
        (-3, False, "The certificate of example.com expired 3 days ago; expected: valid for more than 14 days."),
        (0, False, "The certificate of example.com expired 0 days ago; expected: valid for more than 14 days."),
    ],
)
def test_the_days_left_are_counted_from_now(days: float, passed: bool, told: str) -> None:
    verdict = look(expiring(days), greater_than=14)
    assert (verdict.passed, verdict.message) == (passed, told)


def test_one_that_is_not_valid_yet_fails_and_says_from_when_it_is() -> None:
    verdict = look(expiring(100), greater_than=14)
    assert not verdict.passed
    assert "is not valid before 2026-03-11 12:00 UTC; expected" in verdict.message


def test_one_that_expired_fails_whatever_is_wanted() -> None:
    assert not look(expiring(-1), less_than=30).passed


def test_that_it_was_not_trusted_is_told_and_the_days_decide() -> None:
    verdict = look(expiring(40, fault="self-signed certificate"), greater_than=14)
    assert verdict.passed
    assert verdict.message.endswith("is valid for 40 days more. It was not trusted: self-signed certificate.")


def test_the_date_is_shown() -> None:
    assert look(expiring(40), greater_than=14).actual == "is valid for 40 days more (until 2026-04-10 12:00 UTC)"


def test_the_clock_of_the_machine_is_the_default() -> None:
    long_ago = Certificate(
        subject="a", issuer="b", not_before=NOW - timedelta(days=9000), not_after=datetime(2002, 1, 1, tzinfo=UTC)
    )
    assert "expired" in examine(SslExpiry(), long_ago, greater_than=1).message


def test_days_are_not_negative() -> None:
    with pytest.raises(UsageError, match="greater_than: it is at least 0"):
        look(expiring(1), greater_than=-1)


class TestSslExpiry(AssertionContract):
    assertion = SslExpiry(clock=lambda: NOW)
    passes: ClassVar = [({"greater_than": 14}, expiring(40))]
    fails: ClassVar = [({"greater_than": 14}, expiring(3)), ({"less_than": 30}, expiring(-3))]
    refuses: ClassVar = [{}, {"greater_than": -1}, {"greater_than": "soon"}]
