"""`email`: a mail by SMTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, SecretStr, model_validator

from tracer_plugins.channels.fields import ChannelConfig, Mailbox, Mailboxes
from tracer_plugins.channels.http import LIMIT, SHOWN, refused_by_policy
from tracer_runner.errors import ChannelError, EgressDenied
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client
from tracer_runner.model.alert import AlertMessage
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    from smtplib import SMTP  # noqa: TID251 - types; egress opens the connection


class EmailConfig(ChannelConfig):
    """The mail server, and who gets mail."""

    host: str = Field(title="Mail server", description="smtp.example.com", pattern=r"^[^\s/@\x00-\x1f]+$")
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
        import smtplib  # noqa: TID251 - its errors; egress opens the connection

        try:
            self._send(message, client, config=config)
        except EgressDenied as denied:
            raise refused_by_policy(denied) from denied
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _refused_recipients(refusal.recipients) from refusal
        except smtplib.SMTPResponseException as refusal:
            said = _said(refusal.smtp_code, refusal.smtp_error)
            raise ChannelError(f"{config.host} refused: {said}", permanent=refusal.smtp_code >= 500) from refusal
        except smtplib.SMTPNotSupportedError as fault:
            raise ChannelError(f"{config.host} cannot do what is needed: {fault}", permanent=True) from fault
        except (OSError, smtplib.SMTPException) as fault:
            if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):  # smtplib renames it
                told = f"{config.host} did not answer within {self._limit:g} s."
                raise ChannelError(told, permanent=False) from fault
            raise ChannelError(f"{config.host}:{config.port} could not be used: {fault}", permanent=False) from fault

    def _send(self, message: AlertMessage, client: Client, *, config: EmailConfig) -> None:
        from tracer_plugins.channels.email_message import write_email
        from tracer_runner.egress.smtp import open_smtp

        mail = write_email(message, sender=config.sender, recipients=config.recipients)
        with open_smtp(client, config.host, config.port, security=config.security, timeout=self._limit) as session:
            _log_in(session, config)
            refused = session.send_message(mail)
        if refused:
            raise _refused_recipients(refused, others=True)


def _log_in(session: SMTP, config: EmailConfig) -> None:
    if config.username is not None and config.password is not None:
        session.login(config.username, config.password.get_secret_value())


def _refused_recipients(refused: Mapping[str, tuple[int, bytes]], *, others: bool = False) -> ChannelError:
    """Passing as long as one of them may be taken later; the others then get the same mail again."""
    each = [f"{recipient} ({_said(*answer)})" for recipient, answer in refused.items()]
    told = f"The mail server refused {', '.join(each[:3])}" + (f" and {len(each) - 3} more" if len(each) > 3 else "")
    told += "; the other recipients got the mail." if others else "."
    return ChannelError(told, permanent=all(code >= 500 for code, _ in refused.values()))


def _said(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(said, limit=SHOWN)}"


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Email()]
