"""Alert channels: where messages about alerts go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from tracer_runner.hooks.contracts.client import Client

if TYPE_CHECKING:
    from tracer_runner.model.alert import AlertMessage


class ChannelType(Protocol):
    """One kind of destination."""

    @property
    def name(self) -> str:
        """`type` of a channel: `slack`."""

    @property
    def title(self) -> str:
        """For people: `Slack`."""

    @property
    def config(self) -> type[BaseModel]:
        """What a channel of this type is made from. Secrets are `pydantic.SecretStr`: never shown, kept encrypted."""

    def send(self, message: AlertMessage, client: Client, *, config: Any) -> None:
        """Deliver one message; returning means that the receiver took it. `config` is an instance of the class above.

        It may be called again with the same `message.id`: pass that on where the receiver can tell repeats apart.
        `ChannelError(permanent=True)`, `ChannelConfigError` among them, and `EgressDenied` say that trying again is of
        no use; every other error is tried again.
        """
