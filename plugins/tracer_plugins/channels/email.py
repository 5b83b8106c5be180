"""`email`: a mail by SMTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, SecretStr, model_validator

from tracer_plugins.channels.fields import LIMIT, ChannelConfig, Host, Mailbox, Mailboxes
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client

if TYPE_CHECKING:
    from tracer_runner.model.alert import AlertMessage


class EmailConfig(ChannelConfig):
    """The mail server, and who gets mail."""

    host: Host = Field(title="Mail server", description="smtp.example.com", min_length=1)
    port: int = Field(default=587, ge=1, le=65535, title="Port", description="587 for starttls, 465 for tls.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", title="Security", description="How the connection is made secure."
    )
    username: str | None = Field(default=None, title="User name", description="When the server wants one.")
    password: SecretStr | None = Field(default=None, title="Password", description="Of that user.")
    sender: Mailbox = Field(title="From", description="Tracer <alerts@example.com>")
    recipients: Mailboxes = Field(
        title="To", description="One address or several: ops@example.com", min_length=1, max_length=50
    )

    @model_validator(mode="after")
    def _check_login(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password belong together: write both, or none")
        if not (self.username or "").isascii() or (self.password and not self.password.get_secret_value().isascii()):
            raise ValueError("username and password may hold only ASCII; that is all SMTP can say")
        if self.password and self.security == "none":
            raise ValueError("security: with none, the password could be read on its way; write starttls or tls")
        return self


class Email:
    """One mail to all recipients; a mail that is sent again has the same Message-ID."""

    name = "email"
    title = "E-mail"
    config = EmailConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: EmailConfig) -> None:
        """Refused by 5xx: permanent; by 4xx, or not reached: passing."""
        from tracer_plugins.channels.email_delivery import deliver

        deliver(message, client, config=config, limit=self._limit)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Email()]
