"""A channel type: each message as JSON to an address, with a token."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, HttpUrl, SecretStr

from tracer_runner.errors import ChannelError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client
from tracer_runner.model.alert import AlertMessage
from tracer_runner.model.record import Record
from tracer_runner.model.text import one_line


class Config(Record):
    """What a channel of this type is made from."""

    url: HttpUrl = Field(title="Address", description="Where messages are posted.")
    token: SecretStr = Field(title="Token", description="Sent along as a bearer token.")


class Bus:
    """Posts what happened, and the id of the message so that a repeat is known as one."""

    name = "bus"
    title = "Message bus"
    config = Config

    def __init__(self, *, limit: float = 15) -> None:
        """`limit`: seconds the bus may take."""
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: Config) -> None:
        import httpx  # only where a message is sent: tracer starts without it

        said = {
            "id": message.id,
            "kind": message.kind,
            "target": one_line(message.alert.target.name, limit=200),
            "reason": one_line(message.alert.reason, limit=500),
        }
        headers = {"Authorization": f"Bearer {config.token.get_secret_value()}"}
        try:
            answer = client.http.post(str(config.url), json=said, headers=headers, timeout=self._limit)
        except httpx.TransportError as fault:
            raise ChannelError(f"The bus cannot be reached: {type(fault).__name__}.", permanent=False) from fault
        if not answer.is_success:
            permanent = answer.status_code in {400, 401, 403, 404, 410}
            raise ChannelError(f"The bus answered {answer.status_code}.", permanent=permanent)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    return [Bus()]
