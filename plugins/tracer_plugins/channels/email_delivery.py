"""Delivery by SMTP, and what a refusal means for the next try."""

from __future__ import annotations

import smtplib  # noqa: TID251 - its errors; egress opens the connection
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracer_plugins.channels.email_message import write_email
from tracer_plugins.channels.http import SHOWN
from tracer_runner.egress import open_smtp
from tracer_runner.errors import ChannelError
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    from tracer_plugins.channels.email import EmailConfig
    from tracer_runner.hooks.contracts import Client
    from tracer_runner.model.alert import AlertMessage


def deliver(message: AlertMessage, client: Client, *, config: EmailConfig, limit: float) -> None:
    """One mail to all recipients within `limit` seconds; EgressDenied, and ChannelError when one does not get it."""
    mail = write_email(message, sender=config.sender, recipients=config.recipients)
    with (
        _told(config, limit=limit),
        open_smtp(client, config.host, config.port, security=config.security, timeout=limit) as session,
    ):
        if config.username is not None and config.password is not None:
            session.login(config.username, config.password.get_secret_value())
        refused = session.send_message(mail)
    if refused:
        raise _refused_recipients(refused, others=True)


@contextmanager
def _told(config: EmailConfig, *, limit: float) -> Iterator[None]:
    """Errors as a channel tells them."""
    host = config.host
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _refused_recipients(refusal.recipients) from refusal
    except smtplib.SMTPResponseException as refusal:
        said = _said(refusal.smtp_code, refusal.smtp_error)
        raise ChannelError(f"{host} refused: {said}", permanent=refusal.smtp_code >= 500) from refusal
    except smtplib.SMTPNotSupportedError as fault:
        raise ChannelError(f"{host} cannot do what is needed: {fault}", permanent=True) from fault
    except (OSError, smtplib.SMTPException) as fault:
        late = isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError)  # smtplib renames it
        what = f"{host} did not answer within {limit:g} s." if late else f"{host}:{config.port} failed: {_text(fault)}"
        raise ChannelError(what, permanent=False) from fault


def _refused_recipients(refused: Mapping[str, tuple[int, bytes]], *, others: bool = False) -> ChannelError:
    """Passing as long as one of them may be taken later; the others then get the same mail again."""
    each = [f"{recipient} ({_said(*answer)})" for recipient, answer in refused.items()]
    told = f"The mail server refused {', '.join(each[:3])}" + (f" and {len(each) - 3} more" if len(each) > 3 else "")
    told += "; the other recipients got the mail." if others else "."
    return ChannelError(told, permanent=all(code >= 500 for code, _ in refused.values()))


def _said(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(said, limit=SHOWN)}"


def _text(fault: Exception) -> str:
    return one_line(str(fault), limit=SHOWN) or type(fault).__name__
