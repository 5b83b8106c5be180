"""`slack`: a message in a Slack channel, by an incoming webhook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from tracer_plugins.channels.fields import LIMIT, ChannelConfig, SecretWebAddress
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client

if TYPE_CHECKING:
    from tracer_plugins.channels.wording import Wording
    from tracer_runner.model.alert import AlertMessage

FIELDS = 10
"""More do not fit into one section."""


class SlackConfig(ChannelConfig):
    """Where to post."""

    url: SecretWebAddress = Field(
        title="Webhook URL", description="The address of an incoming webhook: https://hooks.slack.com/services/…"
    )


class Slack:
    """Posts Block Kit with a bar in the colour of the news."""

    name = "slack"
    title = "Slack"
    config = SlackConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: SlackConfig) -> None:
        """One message. Slack refuses a whole message when it cannot fetch its picture: then it goes without."""
        from tracer_plugins.channels.http import Refused
        from tracer_plugins.channels.wording import word

        wording = word(message)
        try:
            self._post(wording, client, config=config, picture_url=wording.picture_url)
        except Refused as refusal:
            if refusal.status != 400 or not wording.picture_url:
                raise
            self._post(wording, client, config=config, picture_url=None)

    def _post(self, wording: Wording, client: Client, *, config: SlackConfig, picture_url: str | None) -> None:
        from tracer_plugins.channels.http import post

        post(
            client,
            config.url.get_secret_value(),
            content=json.dumps(_message(wording, picture_url=picture_url)).encode(),
            headers={"Content-Type": "application/json"},
            limit=self._limit,
        )


def _message(wording: Wording, *, picture_url: str | None) -> dict[str, Any]:
    """`text` is the headline, in notifications too; only an attachment has a colour."""
    blocks = list(_blocks(wording, picture_url=picture_url))
    return {
        "text": f"{wording.tone.sign} *{_escaped(wording.title)}*",
        "attachments": [{"color": wording.tone.colour, "fallback": wording.summary, "blocks": blocks}],
    }


def _blocks(wording: Wording, *, picture_url: str | None) -> Iterator[dict[str, Any]]:
    yield {"type": "section", "text": _text(_escaped(wording.summary))}
    if wording.error:
        # Raw text in a box: nothing in it is read as mark-up.
        box = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": wording.error}]}
        yield {"type": "rich_text", "elements": [box]}
    if wording.facts:
        facts = [_text(f"*{fact.label}*\n{_escaped(fact.value)}") for fact in wording.facts]
        yield {"type": "section", "fields": facts[:FIELDS]}
    if picture_url:
        yield {"type": "image", "image_url": picture_url, "alt_text": "The page at the moment it broke"}
    if wording.links:
        links = [_text(f"<{_escaped(link.url)}|{link.text}>") for link in wording.links]
        yield {"type": "context", "elements": links}


def _text(mrkdwn: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": mrkdwn}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Slack()]
