"""What a monitor or an API journey saw, and what assertions look at. Times are milliseconds."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from tracer_runner.model.record import Record, Text

_PYTHONS_OWN = {"punycode", "unicode-escape", "raw-unicode-escape", "utf-7"}
"""Codecs that are no charsets of documents; some take quadratic time."""


class Certificate(Record):
    """The certificate a server showed."""

    subject: Text
    """Its common name, or its first alternative name."""
    issuer: Text
    names: tuple[Text, ...] = ()
    """The host names it is valid for."""
    not_before: datetime
    not_after: datetime
    """Aware, UTC."""
    serial_number: str = ""
    """Hexadecimal."""
    protocol: str | None = None
    """`TLSv1.3`."""
    cipher: str | None = None
    fault: Text | None = None
    """Why it was not trusted; None: it was."""


class Timings(Record):
    """Where the time of one request went; None where there was no such part."""

    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    ttfb_ms: float | None = None
    transfer_ms: float | None = None


class HttpResponse(Record):
    """One answer to one request."""

    method: str | None = None
    """None where nobody says."""
    url: Text
    """Of the answer, after redirects."""
    status: int
    headers: tuple[tuple[str, Text], ...] = ()
    """In the order they came; a name may come more than once."""
    body: bytes = Field(default=b"", repr=False)
    """Decoded by its content encoding, and cut at a limit."""
    body_cut: bool = False
    body_fault: Text | None = None
    """Why the body could not be read, and is empty here; None: it was."""
    elapsed_ms: float | None = None
    """From the start of the request to the last byte; None where nobody took the time."""
    timings: Timings = Timings()

    def header(self, name: str) -> str | None:
        """The values of a header, joined by `, `; None when it is not there. Case does not matter."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    @property
    def charset(self) -> str | None:
        """What the content type names, where it exists."""
        return _charset(self.header("content-type") or "")

    @property
    def text(self) -> str:
        """The body by its charset, as UTF-8 without one."""
        return self.body.decode(self.charset or "utf-8", "replace")


class TcpConnection(Record):
    """A service took a connection, and shook hands over TLS where it was to."""

    host: str
    port: int
    elapsed_ms: float | None = None
    """Until it could be used; None where nobody took the time."""
    timings: Timings = Timings()


class DnsRecord(Record):
    """One record of an answer."""

    value: Text
    """As in a zone file, names without their last dot; of MX the host alone; of TXT the text, its parts joined."""
    priority: int | None = None
    """Of MX."""
    ttl: int = 0
    """Seconds."""


class DnsAnswer(Record):
    """What a name server said."""

    name: str
    record_type: str
    records: tuple[DnsRecord, ...] = ()
    """Empty when the name or the type does not exist."""
    code: str = "NOERROR"
    """`NOERROR`, `NXDOMAIN`, …"""
    elapsed_ms: float = 0
    resolver: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(record.value for record in self.records)


def _charset(content_type: str) -> str | None:
    names = (part.partition("=")[2].strip(" \"'") for part in _parameters(content_type) if "charset" in part.lower())
    for name in names:
        try:
            codec = codecs.lookup(name).name.replace("_", "-")
            b"a".decode(name, "replace")  # some codecs are not for text
        except (LookupError, ValueError):
            continue
        if codec not in _PYTHONS_OWN:
            return name
    return None


def _parameters(content_type: str) -> Iterable[str]:
    return content_type.split(";")[1:]
