"""`webhook`: a POST to any address, signed by Standard Webhooks 1.0; the body is ours, or a template of the user's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from tracer_plugins.channels.fields import LIMIT, ChannelConfig, SecretWebAddress
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client

if TYPE_CHECKING:
    from tracer_runner.model.alert import AlertMessage

ContentType = Literal["application/json", "application/x-www-form-urlencoded", "application/xml", "text/plain"]

_OURS = frozenset({"host", "content-type", "content-length", "transfer-encoding", "connection", "user-agent"})


def _check_secret(secret: SecretStr) -> SecretStr:
    from tracer_runner.model.signature import read_key

    read_key(secret.get_secret_value())
    return secret


def _check_headers(headers: Mapping[str, SecretStr]) -> Mapping[str, SecretStr]:
    for name, value in headers.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise ValueError(f"{name!r} is no name of a header")
        if name.lower() in _OURS or name.lower().startswith("webhook-"):
            raise ValueError(f"{name} is set by tracer")
        if not re.fullmatch(r"([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?", value.get_secret_value()):
            raise ValueError(f"the value of {name} may hold only printable ASCII, and no space at its ends")
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
        from tracer_plugins.channels.body_template import check_template

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
        from tracer_plugins.channels.http import post
        from tracer_plugins.channels.webhook_body import write_body
        from tracer_runner.model.hidden import secrets_of

        body = write_body(message, template=config.body, content_type=config.content_type)
        headers = {name: value.get_secret_value() for name, value in config.headers.items()}
        signed = _signed(message.id, config.secret, body=body)
        post(
            client,
            config.url.get_secret_value(),
            content=body,
            headers={**headers, **signed, "Content-Type": f"{config.content_type}; charset=utf-8"},
            limit=self._limit,
            secrets=list(secrets_of(config)),
        )


def _signed(id_: str, secret: SecretStr | None, *, body: bytes) -> Mapping[str, str]:
    import time

    from tracer_runner.model.signature import read_key, signed_headers

    if secret is None:
        return {"webhook-id": id_}
    return signed_headers(read_key(secret.get_secret_value()), id=id_, timestamp=int(time.time()), body=body)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Webhook()]
