"""The built-in channel types keep what every channel type promises, in the receivers' own formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import Any

import pytest
from tracer_plugins.channels.apprise import Apprise
from tracer_plugins.channels.email import Email
from tracer_plugins.channels.pagerduty import PagerDuty
from tracer_plugins.channels.slack import Slack
from tracer_plugins.channels.teams import Teams
from tracer_plugins.channels.webhook import Webhook

from tests.plugins.channels import wire
from tests.plugins.channels.mail_server import MailServer
from tracer_runner.hooks.inspection import inspect_plugins
from tracer_runner.hooks.manager import Choice
from tracer_runner.testing import ChannelContract, Receiver

IMPATIENCE = 0.2
"""Seconds."""


class TestSlack(ChannelContract):
    channel = Slack()
    impatient = Slack(limit=IMPATIENCE)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url}

    def said(self, receiver: Receiver) -> list[str]:
        return [wire.read_slack(received) for received in receiver.received]


class TestTeams(ChannelContract):
    channel = Teams()
    impatient = Teams(limit=IMPATIENCE)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url}

    def said(self, receiver: Receiver) -> list[str]:
        return [wire.read_teams(received) for received in receiver.received]


class TestWebhook(ChannelContract):
    channel = Webhook()
    impatient = Webhook(limit=IMPATIENCE)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url, "secret": wire.SECRET, "headers": {"Authorization": "Bearer of-great-secrets"}}

    def said(self, receiver: Receiver) -> list[str]:
        return [wire.read_webhook(received) for received in receiver.received]

    def identity(self, receiver: Receiver) -> list[str]:
        return [received.headers["webhook-id"] for received in receiver.received]


class TestPagerDuty(ChannelContract):
    channel = PagerDuty()
    impatient = PagerDuty(limit=IMPATIENCE)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url, "routing_key": "0123456789abcdef0123456789abcdef"}

    def said(self, receiver: Receiver) -> list[str]:
        told = [wire.read_pagerduty(received) for received in receiver.received]
        return ["Checkout" if one == "resolve alr_sample" else one for one in told]

    def identity(self, receiver: Receiver) -> list[str]:
        return [received.json()["dedup_key"] for received in receiver.received]


class TestEmail(ChannelContract):
    channel = Email()
    impatient = Email(limit=IMPATIENCE)

    @pytest.fixture
    def receiver(self) -> Iterator[MailServer]:
        with MailServer() as server:
            yield server

    def config_for(self, receiver: MailServer) -> Mapping[str, Any]:
        place = {"host": "127.0.0.1", "port": receiver.port, "security": "none"}
        return {**place, "sender": "Tracer <alerts@example.com>", "recipients": ["ops@example.com"]}

    def said(self, receiver: MailServer) -> list[str]:
        assert all(envelope.rcpt_tos == ["ops@example.com"] for envelope in receiver.envelopes)
        return [_read_mail(mail) for mail in receiver.mails]

    def identity(self, receiver: MailServer) -> list[str]:
        return [mail["Message-ID"] for mail in receiver.mails]


class TestApprise(ChannelContract):
    channel = Apprise()
    impatient = Apprise(limit=IMPATIENCE)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url.replace("http:", "json:")}

    def said(self, receiver: Receiver) -> list[str]:
        told = [wire.posted_json(received) for received in receiver.received]
        return [f"{one['title']}\n{one['message']}" for one in told]


def _read_mail(mail: EmailMessage) -> str:
    assert not mail.defects
    assert all(len(mail.get_all(name, [])) == 1 for name in ("Subject", "From", "To", "Date", "Message-ID"))
    assert "Bcc" not in mail
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    return f"{mail['Subject']}\n{plain.get_content()}"


def test_every_built_in_channel_type_is_tried_here() -> None:
    built_in = {
        thing.name
        for plugin in inspect_plugins(Choice())
        if plugin.source.startswith("tracer-runner ")
        for thing in plugin.objects
        if thing.kind == "channel type"
    }
    contracts = [one for one in globals().values() if isinstance(one, type) and issubclass(one, ChannelContract)]
    tried = {contract.channel.name for contract in contracts if contract is not ChannelContract}
    assert built_in
    assert tried == built_in
