"""Alerts: the record of one target that broke a rule, and the messages channels send of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from tracer_runner.model.ids import new_id
from tracer_runner.model.record import Record, Text


class AlertStatus(StrEnum):
    """Where an alert is on its way."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    """A member has seen it."""
    RESOLVED = "resolved"


class Target(Record):
    """What an alert is about."""

    kind: Literal["monitor", "journey"]
    id: str
    name: Text
    tags: tuple[str, ...] = ()
    owner: str | None = None
    runbook: str | None = None
    """A link to what to do."""


class Alert(Record):
    """One target and rule, from the first message to the last."""

    id: str
    """`alr_…`"""
    status: AlertStatus
    target: Target
    rule: Text
    """The name of the rule that opened it."""
    reason: Text
    """Why it opened, as a sentence: `3 runs in a row failed`."""
    locations: tuple[str, ...] = ()
    environment: str | None = None
    opened_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: Text | None = None
    resolved_at: datetime | None = None
    resolved_by: Text | None = None
    """`auto`, or a member."""


class Failure(Record):
    """What broke in the run that a message speaks of."""

    run_id: str
    """`run_…`"""
    status: str
    """`failed`, `degraded`, …"""
    step: Text | None = None
    """The path of the step: `Pay / Confirm`."""
    class_: str = Field(alias="class")
    message: Text
    expected: Text | None = None
    actual: Text | None = None
    page_url: Text | None = None


class MessageKind(StrEnum):
    """Why a message is sent."""

    OPENED = "opened"
    REMINDER = "reminder"
    RESOLVED = "resolved"
    TEST = "test"
    """Somebody tries a channel."""


class AlertMessage(Record):
    """What a channel is told of one alert."""

    id: str
    """`ntf_…`: the notification's; the same each time it is tried again."""
    kind: MessageKind
    alert: Alert
    failure: Failure | None = None
    """Of the last run that did not pass; None when there is none to show."""
    alert_url: str | None = None
    """The alert's page; None when the server has no address for people (`public_url`)."""
    run_url: str | None = None
    picture_url: str | None = None
    """The page at the moment it broke, for receivers that fetch pictures themselves."""
    picture: bytes | None = Field(default=None, repr=False)
    """The same as JPEG, for those that take it along."""
    sent_at: datetime


def trial_message(*, now: datetime) -> AlertMessage:
    """What somebody sends who tries a channel. Nothing else knows of its alert."""
    target = Target(kind="monitor", id="test", name="Test")
    alert = Alert(id=new_id("alr"), status=AlertStatus.OPEN, target=target, rule="Test", reason="A test", opened_at=now)
    return AlertMessage(id=new_id("ntf"), kind=MessageKind.TEST, alert=alert, sent_at=now)
