"""`webhook`: a POST to any address, signed by Standard Webhooks 1.0; the body is ours, or a template of the user's."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from tracer_plugins.channels.body_template import ContentType, check_template, fill_template
from tracer_plugins.channels.fields import ChannelConfig, SecretWebAddress
from tracer_plugins.channels.http import LIMIT, post
from tracer_plugins.channels.wording import ERROR, LINE, web_address, word
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client
from tracer_runner.model.alert import AlertMessage, Failure
from tracer_runner.model.signature import read_key, signed_headers
from tracer_runner.model.text import cap

_OURS = frozenset({"host", "content-type", "content-length", "transfer-encoding", "connection", "user-agent"})


def _check_secret(secret: SecretStr) -> SecretStr:
    read_key(secret.get_secret_value())
    return secret


def _check_headers(headers: Mapping[str, SecretStr]) -> Mapping[str, SecretStr]:
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() in _OURS or name.lower().startswith("webhook-"):
            raise ValueError(f"{name} is set by tracer")
        if not re.fullmatch(r"[\t\x20-\x7e]*", value.get_secret_value()):
            raise ValueError(f"the value of {name} may hold only printable ASCII")
    return headers


class WebhookConfig(ChannelConfig):
    """Where to post, and what."""

    url: SecretWebAddress = Field(title="URL", description="Where to post to.")
    secret: Annotated[SecretStr, AfterValidator(_check_secret)] | None = Field(
        default=None,
        title="Signing secret",
        description="whsec_…, known to the receiver; without it, nothing is signed.",
    )
    headers: Annotated[dict[str, SecretStr], AfterValidator(_check_headers)] = Field(
        default={}, title="Headers", description="Sent along, like Authorization."
    )
    body: str | None = Field(
        default=None,
        title="Body",
        description="A template with names like ${title}; without it, the alert as JSON.",
        max_length=20_000,
    )
    content_type: ContentType = Field(
        default="application/json", title="Content type", description="Of the template; values are escaped for it."
    )

    @model_validator(mode="after")
    def _check_body(self) -> Self:
        if self.body is not None:
            try:
                check_template(self.body, content_type=self.content_type)
            except ValueError as fault:
                raise ValueError(f"body: {fault}") from None
        elif self.content_type != "application/json":
            raise ValueError("content_type: only a body of your own has another type than JSON")
        return self


class Webhook:
    """Posts the alert to a program."""

    name = "webhook"
    title = "Webhook"
    config = WebhookConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: WebhookConfig) -> None:
        """One POST; `webhook-id` is the message's id, so that the receiver can tell repeats apart."""
        body = (
            json.dumps(_event(message), ensure_ascii=False)
            if config.body is None
            else fill_template(config.body, message, content_type=config.content_type)
        ).encode()
        headers = {name: value.get_secret_value() for name, value in config.headers.items()}
        signed = {"webhook-id": message.id}
        if config.secret:
            key = read_key(config.secret.get_secret_value())
            signed = signed_headers(key, id=message.id, timestamp=int(time.time()), body=body)
        post(
            client,
            config.url.get_secret_value(),
            content=body,
            headers={**headers, **signed, "Content-Type": f"{config.content_type}; charset=utf-8"},
            limit=self._limit,
            secrets=list(headers.values()),
        )


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
            return web_address(value) or cap(value, limit=LINE)
        case dict():
            return {name: _cut(inner) for name, inner in value.items()}
        case list():
            return [_cut(inner) for inner in value]
    return value


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Webhook()]
