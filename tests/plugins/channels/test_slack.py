"""Slack, beyond the contract."""

from __future__ import annotations

import pytest
from tracer_plugins.channels.slack import Slack, SlackConfig

from tracer_runner.errors import ChannelError
from tracer_runner.model.alert import MessageKind
from tracer_runner.testing import FakeClient, Receiver, sample_message


def has_picture(receiver: Receiver) -> list[bool]:
    return [b'"image_url"' in received.body for received in receiver.received]


def test_a_message_whose_picture_slack_cannot_fetch_goes_without(receiver: Receiver, client: FakeClient) -> None:
    receiver.answer_once(400, body=b"invalid_attachments")
    Slack().send(sample_message(), client, config=SlackConfig.model_validate({"url": receiver.url}))
    assert has_picture(receiver) == [True, False]


def test_a_refusal_for_another_reason_is_told(receiver: Receiver, client: FakeClient) -> None:
    receiver.answer(404, body=b"no_service")
    with pytest.raises(ChannelError, match="404 Not Found: no_service") as caught:
        Slack().send(sample_message(), client, config=SlackConfig.model_validate({"url": receiver.url}))
    assert caught.value.permanent
    assert has_picture(receiver) == [True]


@pytest.mark.parametrize(("kind", "colour"), [(MessageKind.OPENED, "#c92a3c"), (MessageKind.RESOLVED, "#17804f")])
def test_the_colour_says_whether_it_is_good_news(
    receiver: Receiver, client: FakeClient, kind: MessageKind, colour: str
) -> None:
    Slack().send(sample_message(kind), client, config=SlackConfig.model_validate({"url": receiver.url}))
    (received,) = receiver.received
    assert received.json()["attachments"][0]["color"] == colour
