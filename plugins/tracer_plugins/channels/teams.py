"""`teams`: a card in Microsoft Teams, by a webhook of Workflows (Power Automate)."""

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

_STYLES = {"BAD": "attention", "POOR": "warning", "GOOD": "good", "NEUTRAL": "accent"}
"""Of containers, by the name of the tone."""


class TeamsConfig(ChannelConfig):
    """Where to post."""

    url: SecretWebAddress = Field(
        title="Webhook URL",
        description="The address that the workflow “Post to a channel when a webhook request is received” gives.",
    )


class Teams:
    """Posts an Adaptive Card; its texts are kept so short that it stays far below the 28 KB that Teams takes."""

    name = "teams"
    title = "Microsoft Teams"
    config = TeamsConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: TeamsConfig) -> None:
        """One card."""
        from tracer_plugins.channels.http import post
        from tracer_plugins.channels.wording import word

        wording = word(message)
        card = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": _card(wording)}
        content = {"type": "message", "summary": wording.title, "attachments": [card]}
        post(
            client,
            config.url.get_secret_value(),
            content=json.dumps(content, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
            limit=self._limit,
        )


def _card(wording: Wording) -> dict[str, Any]:
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": wording.title,
        "body": list(_body(wording)),
        "actions": [{"type": "Action.OpenUrl", "title": link.text, "url": link.url} for link in wording.links],
    }


def _body(wording: Wording) -> Iterator[dict[str, Any]]:
    """Texts are runs, never text blocks: in those, what a page said would be read as Markdown."""
    title = _text(_run(f"{wording.tone.sign} {wording.title}", weight="Bolder", size="Large"))
    head = [title, _text(_run(wording.summary))]
    yield {"type": "Container", "style": _STYLES[wording.tone.name], "bleed": True, "items": head}
    if wording.error:
        box = [_text(_run(wording.error, fontType="Monospace"))]
        yield {"type": "Container", "style": "emphasis", "items": box}
    for fact in wording.facts:
        yield _text(_run(f"{fact.label}: ", weight="Bolder"), _run(fact.value)) | {"spacing": "Small"}
    if wording.picture_url:
        yield {
            "type": "Image",
            "url": wording.picture_url,
            "altText": "The page at the moment it broke",
            "size": "Stretch",
        }


def _text(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def _run(text: str, **looks: str) -> dict[str, Any]:
    return {"type": "TextRun", "text": text, **looks}


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Teams()]
