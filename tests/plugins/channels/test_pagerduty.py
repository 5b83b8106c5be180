"""PagerDuty, beyond the contract."""

from __future__ import annotations

from typing import Any

import pytest
from tracer_plugins.channels.pagerduty import PagerDuty, PagerDutyConfig

from tracer_runner.model.alert import AlertMessage, MessageKind
from tracer_runner.testing import FakeClient, Receiver, sample_failure, sample_message


def events(message: AlertMessage, receiver: Receiver, **config: Any) -> list[Any]:
    client = FakeClient()
    made = PagerDutyConfig.model_validate({"url": receiver.url, "routing_key": "0123456789abcdef" * 2, **config})
    PagerDuty().send(message, client, config=made)
    client.close()
    return [received.json() for received in receiver.received]


def test_an_incident_is_opened_and_resolved_under_the_id_of_the_alert(receiver: Receiver) -> None:
    for kind in (MessageKind.OPENED, MessageKind.REMINDER, MessageKind.RESOLVED):
        told = events(sample_message(kind), receiver)
    assert [event["event_action"] for event in told] == ["trigger", "trigger", "resolve"]
    assert {event["dedup_key"] for event in told} == {"alr_sample"}


def test_a_test_leaves_no_incident_open_and_wakes_nobody(receiver: Receiver) -> None:
    triggered, resolved = events(sample_message(MessageKind.TEST), receiver)
    assert triggered["payload"]["severity"] == "info"
    assert resolved["event_action"] == "resolve"
    assert triggered["dedup_key"] == resolved["dedup_key"] == "ntf_test"


@pytest.mark.parametrize(("status", "severity"), [("failed", "error"), ("degraded", "warning"), ("error", "warning")])
def test_the_severity_is_the_configs_for_failures_alone(receiver: Receiver, status: str, severity: str) -> None:
    (event,) = events(sample_message(failure=sample_failure(status=status)), receiver, severity="error")
    assert event["payload"]["severity"] == severity


def test_a_picture_is_sent_along_only_over_https(receiver: Receiver) -> None:
    secure, plain = sample_message(), sample_message(picture_url="http://tracer.example.com/1.jpg")
    assert "images" in events(secure, receiver)[0]
    assert "images" not in events(plain, receiver)[1]
