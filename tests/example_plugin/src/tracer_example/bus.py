"""A channel type: each message as JSON to an address, with a token."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import HttpUrl, SecretStr

from tracer_runner.errors import ChannelError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client
from tracer_runner.model.alert import AlertMessage
from tracer_runner.model.record import Record


class Config(Record):
    """What a channel of this type is made from."""

    url: HttpUrl
    token: SecretStr


class Bus:
    """Posts the alert, and the id of the message so that a repeat is known as one."""

    name = "bus"
    title = "Message bus"
    config = Config

    def send(self, message: AlertMessage, client: Client, *, config: Config) -> None:
        answer = client.http.post(
            str(config.url),
            json={"id": message.id, "kind": message.kind, "alert": message.alert.model_dump(mode="json")},
            headers={"Authorization": f"Bearer {config.token.get_secret_value()}"},
        )
        if answer.is_success:
            return
        permanent = answer.status_code in {400, 401, 403, 404, 410}
        raise ChannelError(f"The bus answered {answer.status_code}.", permanent=permanent)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    return [Bus()]
