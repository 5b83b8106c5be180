"""Delivery by SMTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer_plugins.channels.email_faults import refused_recipients, told
from tracer_plugins.channels.email_message import write_email
from tracer_runner.egress import open_smtp

if TYPE_CHECKING:
    from tracer_plugins.channels.email import EmailConfig
    from tracer_runner.hooks.contracts import Client
    from tracer_runner.model.alert import AlertMessage


def deliver(message: AlertMessage, client: Client, *, config: EmailConfig, limit: float) -> None:
    """One mail to all recipients within `limit` seconds; EgressDenied, and ChannelError when one does not get it."""
    mail = write_email(message, sender=config.sender, recipients=config.recipients)
    with (
        told(config, limit=limit),
        open_smtp(client, config.host, config.port, security=config.security, timeout=limit) as session,
    ):
        if config.username is not None and config.password is not None:
            session.login(config.username, config.password.get_secret_value())
        refused = session.send_message(mail)
    if refused:
        raise refused_recipients(refused, others=True)
