"""Kinds of fields that configs of channels share."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, SecretStr

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
_MAILBOX = re.compile(r"(?P<name>[^<>\x00-\x1f\x7f]*?)\s*<(?P<address>[^<>]+)>")


LIMIT = 15.0
"""Seconds a receiver may take."""


class ChannelConfig(BaseModel):
    """What a channel is made from; what is wrong with it is told without the values, for they may be secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


def check_web_address(url: str) -> str:
    """The same when it is an address of the web; ValueError says what is wrong, without the address."""
    try:
        split = urlsplit(url)
        host, port = split.hostname or "", split.port
    except ValueError:
        raise ValueError("this is no web address") from None
    if port == 0:
        raise ValueError("there is no port 0")
    if split.scheme not in {"http", "https"} or not host or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        raise ValueError("write a whole address that begins with https:// (or http://)")
    if not _is_host(host):
        raise ValueError("no host can have this name")
    return url


def _check_host(host: str) -> str:
    """The same when it is the name or the address of a host, and no more; ValueError says what to write."""
    if re.search(r"[\s/@:\x00-\x1f\x7f]", host) and not _is_address(host):
        raise ValueError("write the host alone, as smtp.example.com; the port has a field of its own")
    if not _is_host(host):
        raise ValueError("no host can have this name")
    return host


def _is_host(text: str) -> bool:
    """As far as one can tell without asking: no label is empty or too long, and `xn--…` can be read."""
    try:
        text.rstrip(".").encode("idna").decode("idna")
    except UnicodeError:
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def split_mailbox(text: str) -> tuple[str, str]:
    """Display name and address of `Ops <ops@example.com>` or `ops@example.com`; the domain as mail servers write it."""
    match = _MAILBOX.fullmatch(text.strip())
    name, address = (match["name"].strip(' "'), match["address"]) if match else ("", text.strip())
    local, _, domain = address.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        address = ""
    if not _MAIL.fullmatch(address):
        raise ValueError("write an e-mail address: ops@example.com, or Ops <ops@example.com>")
    return name, address


def _check_mailbox(text: str) -> str:
    split_mailbox(text)
    return text


def _check_secret_address(url: SecretStr) -> SecretStr:
    check_web_address(url.get_secret_value())
    return url


def _listed(value: object) -> object:
    """One text stands for a list: `a@example.com, b@example.com`."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Host = Annotated[str, AfterValidator(_check_host)]
"""A name or an address, without a port."""
WebAddress = Annotated[str, AfterValidator(check_web_address)]
"""An address that is no secret."""
SecretWebAddress = Annotated[SecretStr, AfterValidator(_check_secret_address)]
"""An address that lets whoever knows it post."""
Mailbox = Annotated[str, AfterValidator(_check_mailbox)]
Mailboxes = Annotated[tuple[Mailbox, ...], BeforeValidator(_listed)]
