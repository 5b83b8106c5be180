"""The receivers' own rules, written from their documentation: each reads a message strictly, and gives its text."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tracer_runner.testing import Received

TEAMS_BYTES = 28 * 1024
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
SLACK_LINK = re.compile(r"<(https?://[^<>|\s]+)\|([^<>|]+)>")


def read_slack(received: Received) -> str:
    """https://docs.slack.dev/reference/block-kit"""
    message = posted_json(received)
    assert set(message) <= {"text", "blocks", "attachments"}
    texts = [read_mrkdwn(message["text"], limit=3000)]
    for attachment in message["attachments"]:
        assert re.fullmatch("#[0-9a-f]{6}", attachment["color"])
        assert 0 < len(attachment["blocks"]) <= 50
        texts += [text for block in attachment["blocks"] for text in SLACK_BLOCKS[block["type"]](block)]
    return "\n".join(texts)


def read_mrkdwn(text: str, *, limit: int) -> str:
    """Outside of our links, nothing may be left that Slack would read as one, or as a mention."""
    assert 0 < len(text) <= limit
    bare = SLACK_LINK.sub("", text)
    assert not re.search("[<>]", bare), bare
    assert not re.search("&(?!amp;|lt;|gt;)", bare), bare
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _section(block: dict[str, Any]) -> list[str]:
    fields = block.get("fields", [])
    assert len(fields) <= 10
    texts = [(block["text"], 3000)] if "text" in block else []
    texts += [(field, 2000) for field in fields]
    assert texts
    return [_mrkdwn_object(text, limit=limit) for text, limit in texts]


def _mrkdwn_object(text: dict[str, Any], *, limit: int) -> str:
    assert set(text) == {"type", "text"}
    assert text["type"] == "mrkdwn"
    return read_mrkdwn(text["text"], limit=limit)


def _rich_text(block: dict[str, Any]) -> list[str]:
    (box,) = block["elements"]
    assert box["type"] == "rich_text_preformatted"
    for element in box["elements"]:
        assert element["type"] == "text"
        assert 0 < len(element["text"]) <= 3000
    return [element["text"] for element in box["elements"]]


def _image(block: dict[str, Any]) -> list[str]:
    assert set(block) == {"type", "image_url", "alt_text"}
    assert len(check_link(block["image_url"])) <= 3000
    assert 0 < len(block["alt_text"]) <= 2000
    return [block["alt_text"]]


def _context(block: dict[str, Any]) -> list[str]:
    assert 0 < len(block["elements"]) <= 10
    return [_mrkdwn_object(element, limit=3000) for element in block["elements"]]


SLACK_BLOCKS = {"section": _section, "rich_text": _rich_text, "image": _image, "context": _context}


def read_teams(received: Received) -> str:
    """A message with one Adaptive Card, as the trigger of Workflows takes it."""
    assert len(received.body) < TEAMS_BYTES
    message = posted_json(received)
    assert message["type"] == "message"
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    for action in card["actions"]:
        assert set(action) == {"type", "title", "url"}
        assert action["type"] == "Action.OpenUrl"
        check_link(action["url"])
    return "\n".join(text for element in card["body"] for text in _card_texts(element))


def _card_texts(element: dict[str, Any]) -> list[str]:
    match element["type"]:
        case "Container":
            assert element["style"] in {"default", "emphasis", "good", "attention", "warning", "accent"}
            return [text for inner in element["items"] for text in _card_texts(inner)]
        case "RichTextBlock":
            assert all(run["type"] == "TextRun" and run["text"] for run in element["inlines"])
            return ["".join(run["text"] for run in element["inlines"])]
        case "Image":
            check_link(element["url"])
            return [element["altText"]]
    raise AssertionError(f"{element['type']} would read what a page said as Markdown, or is not known")


def read_pagerduty(received: Received) -> str:
    """https://developer.pagerduty.com/docs/events-api-v2"""
    event = posted_json(received)
    assert len(event["routing_key"]) == 32
    assert event["event_action"] in {"trigger", "resolve"}
    assert 0 < len(event["dedup_key"]) <= 255
    if event["event_action"] == "resolve":
        assert set(event) == {"routing_key", "event_action", "dedup_key"}
        return f"resolve {event['dedup_key']}"
    payload = event["payload"]
    assert 0 < len(payload["summary"]) <= 1024
    assert payload["source"]
    assert payload["severity"] in {"critical", "error", "warning", "info"}
    assert datetime.fromisoformat(payload["timestamp"]).tzinfo
    for link in event["links"]:
        check_link(link["href"])
    for image in event.get("images", []):
        assert check_link(image["src"]).startswith("https://")
    return "\n".join([payload["summary"], payload["component"], *payload["custom_details"].values()])


def read_webhook(received: Received) -> str:
    """https://www.standardwebhooks.com: the signature is worked out here by hand."""
    event = posted_json(received)
    assert len(received.body) < 20_000
    signed = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    mac = hmac.new(bytes(range(32)), signed, hashlib.sha256).digest()
    assert received.headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    assert event["id"] == received.headers["webhook-id"]
    assert event["type"] in {"alert.opened", "alert.reminder", "alert.resolved", "alert.test"}
    assert datetime.fromisoformat(event["created_at"]).tzinfo
    data = event["data"]
    assert data["alert"]["id"].startswith("alr_")
    failure = data["failure"] or {"message": "", "expected": ""}
    return "\n".join([data["title"], data["summary"], data["alert"]["target"]["name"], failure["message"]])


def posted_json(received: Received) -> Any:
    """The body of a POST that says it is JSON."""
    assert received.method == "POST"
    assert received.headers["content-type"].startswith("application/json")
    return received.json()


def check_link(url: str) -> str:
    """An address that no format could be broken out of."""
    split = urlsplit(url)
    assert split.scheme in {"http", "https"}
    assert split.hostname
    assert re.fullmatch(r"[^\s<>\"|\\^`{}]+", url), url
    return url
