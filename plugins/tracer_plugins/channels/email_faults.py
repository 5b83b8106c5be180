"""What kept a mail from being taken, as a channel tells it: what it means for the next try, and what to change."""

from __future__ import annotations

import smtplib  # noqa: TID251 - its errors; egress opens the connection
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracer_plugins.channels.http import SHOWN
from tracer_runner.egress.reasons import SENTENCES, is_ours, no_means, sentence_of
from tracer_runner.egress.smtp import NoGreeting
from tracer_runner.errors import ChannelError
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    from tracer_plugins.channels.email import EmailConfig

_TRY_TLS = "If it speaks TLS from the first byte, as at port 465, write security = tls."
_TRY_STARTTLS = "Write security = starttls, as at port 587."
_TRY_OTHERS = "Write security = tls if it speaks TLS from the first byte, as at port 465; none sends mail in the clear."


@contextmanager
def told(config: EmailConfig, *, limit: float) -> Iterator[None]:
    """ChannelError for the errors of SMTP and of sockets; EngineError where tracer itself has no means left."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        raise refused_recipients(refusal.recipients) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _refusal(refusal, config=config) from refusal
    except smtplib.SMTPException as fault:
        raise _broken_talk(fault, config=config, limit=limit) from fault
    except OSError as fault:
        if is_ours(fault):
            raise no_means(fault) from fault
        raise _broken_connection(fault, config=config, limit=limit) from fault


def refused_recipients(refused: Mapping[str, tuple[int, bytes]], *, others: bool = False) -> ChannelError:
    """Passing as long as one of them may be taken later; the others then get the same mail again."""
    each = [f"{recipient} ({_said(*answer)})" for recipient, answer in refused.items()]
    told = f"The mail server refused {', '.join(each[:3])}" + (f" and {len(each) - 3} more" if len(each) > 3 else "")
    told += "; the other recipients got the mail." if others else "."
    return ChannelError(told, permanent=all(code >= 500 for code, _ in refused.values()))


def _refusal(refusal: smtplib.SMTPResponseException, *, config: EmailConfig) -> ChannelError:
    if refusal.smtp_code < 200:  # smtplib has -1 where there is no code
        return ChannelError(SENTENCES["protocol"].format(host=f"{config.host}:{config.port}"), permanent=False)
    said = _said(refusal.smtp_code, refusal.smtp_error)
    wants_tls = config.security == "none" and "STARTTLS" in said.upper()
    return ChannelError(
        f"{config.host} refused: {said}",
        permanent=refusal.smtp_code >= 500,
        hint=_TRY_STARTTLS if wants_tls else None,
    )


def _broken_talk(fault: smtplib.SMTPException, *, config: EmailConfig, limit: float) -> ChannelError:
    place = f"{config.host}:{config.port}"
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        hint = _TRY_OTHERS if config.security == "starttls" and "STARTTLS" in str(fault) else None
        return ChannelError(f"{place} cannot do what is needed: {_text(fault)}", permanent=True, hint=hint)
    if not isinstance(fault, smtplib.SMTPServerDisconnected):
        return ChannelError(f"{place} failed: {_text(fault)}", permanent=False)
    hint = _TRY_TLS if isinstance(fault, NoGreeting) and config.security != "tls" else None
    late = isinstance(fault.__cause__ or fault.__context__, TimeoutError)  # smtplib renames it
    what = _late(config, limit=limit) if late else f"{place} closed the connection."
    return ChannelError(what, permanent=False, hint=hint)


def _broken_connection(fault: OSError, *, config: EmailConfig, limit: float) -> ChannelError:
    place = f"{config.host}:{config.port}"
    if isinstance(fault, TimeoutError):
        return ChannelError(_late(config, limit=limit), permanent=False)
    if isinstance(fault, ssl.SSLError) and fault.reason == "WRONG_VERSION_NUMBER" and config.security == "tls":
        return ChannelError(f"{place} does not speak TLS from the first byte.", permanent=True, hint=_TRY_STARTTLS)
    return ChannelError(sentence_of(fault, host=place), permanent=False)


def _late(config: EmailConfig, *, limit: float) -> str:
    return f"{config.host} did not answer within {limit:g} s."


def _said(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(said, limit=SHOWN)}"


def _text(fault: Exception) -> str:
    return one_line(str(fault), limit=SHOWN) or type(fault).__name__
