"""The e-mail of one message: plain text, HTML, and the picture inside it."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracer_plugins.channels.fields import split_mailbox
from tracer_plugins.channels.wording import NAME, Wording, plain, word
from tracer_runner.model.alert import AlertMessage, MessageKind
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

SEVEN_BITS = SMTP_POLICY.clone(cte_type="7bit")
"""Every mail server takes it."""
PICTURE = "picture@tracer"
"""The content id of the picture; it holds inside one mail."""


def write_email(message: AlertMessage, *, sender: str, recipients: Sequence[str]) -> EmailMessage:
    """The whole mail. Reminders and the end refer to the mail of the beginning, so that programs show one thread."""
    wording = word(message)
    mail = EmailMessage(policy=SEVEN_BITS)
    mail["Subject"] = wording.title
    mail["From"] = _address(sender)
    mail["To"] = [_address(recipient) for recipient in recipients]
    mail["Date"] = format_datetime(message.sent_at)
    _thread(mail, message, domain=_address(sender).domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    mail["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    footer = _footer(message)
    mail.set_content(f"{plain(wording)}\n\n-- \n{footer}\n")
    picture = message.picture if wording.error else None
    html = EmailMessage(policy=SEVEN_BITS)
    html.set_content(_html(wording, footer=footer, picture=bool(picture)), subtype="html")
    if picture:
        html.add_related(picture, "image", "jpeg", cid=f"<{PICTURE}>", filename="page.jpg", disposition="inline")
    mail.make_alternative()
    mail.attach(html)
    return mail


def _thread(mail: EmailMessage, message: AlertMessage, *, domain: str) -> None:
    """The first mail is named by the alert, because the later ones know no other name; a repeat has the same name."""
    first = f"<{message.alert.id}@{domain}>"
    if message.kind is MessageKind.OPENED:
        mail["Message-ID"] = first
        return
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    if message.kind is not MessageKind.TEST:
        mail["In-Reply-To"] = first
        mail["References"] = first


def _address(mailbox: str) -> Address:
    name, address = split_mailbox(mailbox)
    return Address(display_name=name, addr_spec=address)


def _footer(message: AlertMessage) -> str:
    if message.kind is MessageKind.TEST:
        return "Sent by tracer."
    return f"Sent by tracer, rule “{one_line(message.alert.rule, limit=NAME)}”."


def _html(wording: Wording, *, footer: str, picture: bool) -> str:
    environment = Environment(
        loader=PackageLoader("tracer_plugins.channels"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("email.html").render(
        vars(wording), footer=footer, picture=PICTURE if picture else None
    )
