"""Messages about alerts, for channels to send. Keyword arguments replace fields: `sample_message(run_url=None)`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tracer_runner.model.alert import Alert, AlertMessage, AlertStatus, Failure, MessageKind, Target
from tracer_runner.testing.samples import HOSTILE, START

PICTURE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a"
    "1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501010101"
    "010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107"
    "227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a"
    "636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7"
    "c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfeffd9"
)
"""A JPEG of one dot."""


def sample_alert(**fields: Any) -> Alert:
    """Open for an hour and a bit, about a journey that is watched from two places."""
    given: dict[str, Any] = {
        "id": "alr_sample",
        "status": AlertStatus.OPEN,
        "target": Target(
            kind="journey",
            id="jny_sample",
            name="Checkout",
            tags=("shop", "critical"),
            owner="Team Till",
            runbook="https://wiki.example.com/checkout",
        ),
        "rule": "Default",
        "reason": "3 runs in a row failed",
        "locations": ("Frankfurt", "Virginia"),
        "environment": "production",
        "opened_at": START,
    }
    return Alert(**given | fields)


def sample_failure(**fields: Any) -> Failure:
    """An assertion in a nested step."""
    given: dict[str, Any] = {
        "run_id": "run_sample",
        "status": "failed",
        "step": "Pay / Confirm",
        "class": "AssertionError",
        "message": "The order page does not show “Thank you”.",
        "expected": "“Thank you”",
        "actual": "“Something went wrong”",
        "page_url": "https://shop.example.com/order?step=3",
    }
    return Failure(**given | fields)


def sample_message(kind: MessageKind = MessageKind.OPENED, **fields: Any) -> AlertMessage:
    """A message of this kind with everything it can have."""
    ended = START + timedelta(hours=1, minutes=5)
    alert = sample_alert()
    if kind is MessageKind.RESOLVED:
        alert = sample_alert(status=AlertStatus.RESOLVED, resolved_at=ended, resolved_by="auto")
    given: dict[str, Any] = {
        "id": f"ntf_{kind}",
        "kind": kind,
        "alert": alert,
        "failure": sample_failure(),
        "alert_url": "https://tracer.example.com/alerts/alr_sample",
        "run_url": "https://tracer.example.com/runs/run_sample",
        "picture_url": "https://tracer.example.com/pictures/1.jpg?signature=abc",
        "picture": PICTURE,
        "sent_at": START + timedelta(minutes=1) if kind is MessageKind.OPENED else ended,
    }
    return AlertMessage(**given | fields)


def bare_message(kind: MessageKind = MessageKind.OPENED) -> AlertMessage:
    """A message with nothing but what every message has."""
    target = Target(kind="monitor", id="mon_sample", name="Checkout")
    resolved = {"status": AlertStatus.RESOLVED, "resolved_at": START} if kind is MessageKind.RESOLVED else {}
    given: dict[str, Any] = {"status": AlertStatus.OPEN, **resolved}
    alert = Alert(id="alr_bare", target=target, rule="Default", reason="It is down", opened_at=START, **given)
    return AlertMessage(id="ntf_bare", kind=kind, alert=alert, sent_at=START)


def foreign_message() -> AlertMessage:
    """A message whose names are in many scripts."""
    target = Target(kind="journey", id="jny_foreign", name="Käse & Ödeme 支払い 🧀")
    alert = sample_alert(target=target, reason="3 Läufe schlugen fehl — 失敗")
    return sample_message(alert=alert, failure=sample_failure(message="Beklenen “Teşekkürler”, 実際 “エラー”"))


def hostile_message() -> AlertMessage:
    """A message in which every text from elsewhere wants to do harm: it breaks out, forges headers, misleads."""
    forged = "x\r\nBcc: victim@example.com\r\n\r\n<!channel> [a](javascript:b) " + HOSTILE
    target = Target(kind="journey", id="jny_hostile", name=forged, owner=forged, runbook='javascript:alert("x")')
    alert = sample_alert(
        target=target, rule=forged, reason=forged, locations=(forged,), environment=forged, acknowledged_by=forged
    )
    texts = dict.fromkeys(("step", "message", "expected", "actual", "page_url"), forged)
    links: dict[str, Any] = dict.fromkeys(
        ("alert_url", "run_url", "picture_url"), 'https://tracer.example.com/"><|b>\r\n x'
    )
    return sample_message(alert=alert, failure=sample_failure(**texts), **links)


def huge_message() -> AlertMessage:
    """A message with an error of 1 MB, and more than anybody reads in every other place."""
    much, address = "🧀 & <灯> " * 100_000, "https://shop.example.com/?" + "a=%20&" * 200
    target = Target(kind="journey", id="jny_huge", name=much, owner=much, runbook=address)
    alert = sample_alert(target=target, rule=much, reason=much, locations=(much,) * 9, environment=much)
    texts = dict.fromkeys(("step", "message", "expected", "actual", "page_url"), much)
    links: dict[str, Any] = dict.fromkeys(("alert_url", "run_url", "picture_url"), address)
    return sample_message(MessageKind.REMINDER, alert=alert, failure=sample_failure(**texts), **links)
