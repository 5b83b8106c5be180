"""Bodies that users write themselves: `{"text": "${title}"}`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from tracer_plugins.channels.wording import ERROR, LINE, duration, plain, word
from tracer_runner.model.alert import AlertMessage
from tracer_runner.model.suggestion import suggest
from tracer_runner.model.text import cap, one_line

if TYPE_CHECKING:
    from tracer_plugins.channels.webhook import ContentType

_PLACE = re.compile(r"\$(?P<literal>\$?)\{(?P<name>[^{}]*)\}")
_ESCAPES: Mapping[str, Callable[[str], str]] = {
    "application/json": lambda text: json.dumps(text)[1:-1],
    "application/x-www-form-urlencoded": quote_plus,
    "application/xml": escape,
    "text/plain": str,
}

NAMES: Mapping[str, Callable[[AlertMessage], str | None]] = {
    "message_id": lambda message: message.id,
    "kind": lambda message: message.kind.value,
    "title": lambda message: word(message).title,
    "summary": lambda message: word(message).summary,
    "text": lambda message: plain(word(message)),
    "sent_at": lambda message: message.sent_at.isoformat(),
    "alert_id": lambda message: message.alert.id,
    "alert_status": lambda message: message.alert.status.value,
    "alert_url": lambda message: message.alert_url,
    "rule": lambda message: message.alert.rule,
    "reason": lambda message: message.alert.reason,
    "locations": lambda message: ", ".join(message.alert.locations),
    "environment": lambda message: message.alert.environment,
    "opened_at": lambda message: message.alert.opened_at.isoformat(),
    "resolved_at": lambda message: message.alert.resolved_at.isoformat() if message.alert.resolved_at else None,
    "resolved_by": lambda message: message.alert.resolved_by,
    "duration": duration,
    "target_id": lambda message: message.alert.target.id,
    "target_kind": lambda message: message.alert.target.kind,
    "target_name": lambda message: message.alert.target.name,
    "tags": lambda message: ", ".join(message.alert.target.tags),
    "owner": lambda message: message.alert.target.owner,
    "runbook": lambda message: message.alert.target.runbook,
    "run_id": lambda message: message.failure.run_id if message.failure else None,
    "run_url": lambda message: message.run_url,
    "run_status": lambda message: message.failure.status if message.failure else None,
    "step": lambda message: message.failure.step if message.failure else None,
    "error_class": lambda message: message.failure.class_ if message.failure else None,
    "error": lambda message: message.failure.message if message.failure else None,
    "expected": lambda message: message.failure.expected if message.failure else None,
    "actual": lambda message: message.failure.actual if message.failure else None,
    "page_url": lambda message: message.failure.page_url if message.failure else None,
    "picture_url": lambda message: message.picture_url,
}
"""What may stand in a template; what a message does not have is empty."""


def check_template(template: str, *, content_type: ContentType) -> None:
    """ValueError says which names are not known, or that what comes out is no JSON."""
    for match in _PLACE.finditer(template):
        if not match["literal"] and match["name"] not in NAMES:
            raise ValueError(f"there is no ${{{match['name']}}}: {suggest(match['name'], known=NAMES)}")
    if content_type == "application/json":
        try:
            json.loads(_filled(template, lambda _: "x"), parse_constant=_refuse_constant)  # JSON inside quotes alone
        except (ValueError, RecursionError) as fault:
            raise ValueError(f"it is no JSON ({fault}); names stand inside quotes") from None


def _refuse_constant(name: str) -> None:
    """Python takes NaN and Infinity for JSON, and nobody else does."""
    raise ValueError(f"{name} is none of its values")


def fill_template(template: str, message: AlertMessage, *, content_type: ContentType) -> str:
    """The body: each value cut to length, and escaped for the type of the content."""
    escaped = _ESCAPES[content_type]

    def value(name: str) -> str:
        text = NAMES[name](message) or ""
        return escaped(cap(text, limit=ERROR + LINE) if name in {"error", "text"} else one_line(text, limit=LINE))

    return _filled(template, value)


def _filled(template: str, value: Callable[[str], str]) -> str:
    """With `$${name}` standing for `${name}` itself."""
    return _PLACE.sub(lambda match: match[0][1:] if match["literal"] else value(match["name"]), template)
