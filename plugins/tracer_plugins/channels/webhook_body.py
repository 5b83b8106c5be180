"""The body of a webhook: the alert as JSON, or what a template makes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracer_plugins.channels.body_template import fill_template
from tracer_plugins.channels.wording import ERROR, LINE, web_address, word
from tracer_runner.model.alert import AlertMessage, Failure
from tracer_runner.model.text import cap

if TYPE_CHECKING:
    from tracer_plugins.channels.webhook import ContentType


def write_body(message: AlertMessage, *, template: str | None, content_type: ContentType) -> bytes:
    """As it is sent, in UTF-8."""
    if template is None:
        return json.dumps(_event(message), ensure_ascii=False).encode()
    return fill_template(template, message, content_type=content_type).encode()


def _event(message: AlertMessage) -> dict[str, Any]:
    wording = word(message)
    data = {
        "title": wording.title,
        "summary": wording.summary,
        "alert": _cut(message.alert.model_dump(mode="json")),
        "failure": _failure(message.failure) if message.failure else None,
        "alert_url": web_address(message.alert_url),
        "run_url": web_address(message.run_url),
        "picture_url": web_address(message.picture_url),
    }
    created_at = message.sent_at.isoformat()
    return {"id": message.id, "type": f"alert.{message.kind}", "created_at": created_at, "data": data}


def _failure(failure: Failure) -> dict[str, Any]:
    return {**_cut(failure.model_dump(mode="json")), "message": cap(failure.message, limit=ERROR)}


def _cut(value: Any) -> Any:
    """The same with long texts cut; receivers of webhooks expect 20 KB at most."""
    match value:
        case str():
            return value if web_address(value) == value else cap(value, limit=LINE)
        case dict():
            return {name: _cut(inner) for name, inner in value.items()}
        case list():
            return [_cut(inner) for inner in value]
    return value
