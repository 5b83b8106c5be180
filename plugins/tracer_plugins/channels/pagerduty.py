"""`pagerduty`: an incident in PagerDuty, by the Events API v2; it is resolved when the alert is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr

from tracer_plugins.channels.fields import LIMIT, ChannelConfig, WebAddress
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client

if TYPE_CHECKING:
    from tracer_plugins.channels.wording import Wording
    from tracer_runner.model.alert import AlertMessage

Severity = Literal["critical", "error", "warning", "info"]


class PagerDutyConfig(ChannelConfig):
    """Which service hears of alerts."""

    routing_key: SecretStr = Field(
        title="Integration key",
        description="Of an integration “Events API v2” of the service: 32 letters and digits.",
        min_length=8,
    )
    severity: Severity = Field(
        default="critical", title="Severity", description="Of what failed; what is degraded is a warning."
    )
    url: WebAddress = Field(
        default="https://events.pagerduty.com/v2/enqueue",
        title="Events URL",
        description="In the EU service region: https://events.eu.pagerduty.com/v2/enqueue",
    )


class PagerDuty:
    """Triggers and resolves under the alert's id, so that repeats and reminders open nothing new."""

    name = "pagerduty"
    title = "PagerDuty"
    config = PagerDutyConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: PagerDutyConfig) -> None:
        """One event. A test makes an incident of severity `info`, and resolves it at once."""
        if message.kind != "resolved":
            self._post(_trigger(message, severity=config.severity), client, config=config)
        if message.kind in {"resolved", "test"}:
            self._post({"event_action": "resolve", "dedup_key": _key(message)}, client, config=config)

    def _post(self, event: dict[str, Any], client: Client, *, config: PagerDutyConfig) -> None:
        from tracer_plugins.channels.http import post

        routing_key = config.routing_key.get_secret_value()
        post(
            client,
            config.url,
            content=json.dumps({"routing_key": routing_key, **event}).encode(),
            headers={"Content-Type": "application/json"},
            limit=self._limit,
            secrets=[routing_key],
        )


def _trigger(message: AlertMessage, *, severity: Severity) -> dict[str, Any]:
    from tracer_plugins.channels.wording import NAME, web_address, word
    from tracer_runner.model.text import one_line

    wording, target = word(message), message.alert.target
    event: dict[str, Any] = {
        "event_action": "trigger",
        "dedup_key": _key(message),
        "client": "tracer",
        "payload": {
            "summary": f"{wording.title}: {wording.summary}",
            "source": target.id,
            "severity": _severity(wording, of_failures=severity),
            "timestamp": message.sent_at.isoformat(),
            "component": one_line(target.name, limit=NAME),
            "custom_details": _details(wording),
        },
        "links": [{"href": link.url, "text": link.text} for link in wording.links],
    }
    if message.failure:
        event["payload"]["class"] = one_line(message.failure.class_, limit=NAME)
    if address := web_address(message.alert_url):
        event["client_url"] = address
    if wording.picture_url and wording.picture_url.startswith("https:"):  # no other is taken
        event["images"] = [{"src": wording.picture_url, "alt": "The page at the moment it broke"}]
    return event


def _details(wording: Wording) -> dict[str, str]:
    error = {"Error": wording.error} if wording.error else {}
    return {**{fact.label: fact.value for fact in wording.facts}, **error}


def _severity(wording: Wording, *, of_failures: Severity) -> Severity:
    match wording.tone.name:
        case "BAD":
            return of_failures
        case "POOR":
            return "warning"
    return "info"


def _key(message: AlertMessage) -> str:
    """A test never touches the incident of an alert."""
    return message.id if message.kind == "test" else message.alert.id


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [PagerDuty()]
