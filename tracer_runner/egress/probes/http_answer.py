"""Gather an HTTP answer piece by piece, and never more of it than is wanted."""

from __future__ import annotations

import re

_STATUS_LINE = re.compile(rb"HTTP/[0-9](?:\.[0-9])? (?!101)([1-9])[0-9]{2}(?: .*)?\r?\n", re.DOTALL)
"""101 is for those who asked for another protocol, and nobody did."""
_HANDSHAKE = re.compile(rb"SSL connection using ([\w.]+) / ([\w-]+)")
"""What curl remarks, and tells in no other way."""
_REMARK = 0
"""curl's own words, not those of a server."""
MOST_HEADER_BYTES = 256 * 1024
"""Of all headers of one exchange, those of interim answers among them."""
REFUSED = 0
"""What tells curl to break off: fewer bytes were taken than it gave."""


class Answer:
    """Its methods are curl's callbacks, which take a piece by returning None."""

    def __init__(self, *, body_limit: int) -> None:
        self.body_cut = False
        self.body_fault: str | None = None
        self.headers_too_long = False
        self.protocol: str | None = None
        self.cipher: str | None = None
        self._lines: list[bytes] = []
        self._header_bytes = 0
        self._interim = False
        self._headers_ended = False
        self._parts: list[bytes] = []
        self._room = body_limit

    def take_header(self, line: bytes) -> int | None:
        """One line; what comes behind the body (trailers) is only counted."""
        self._header_bytes += len(line)
        if self._header_bytes > MOST_HEADER_BYTES:
            self.headers_too_long = True
            return REFUSED
        if self._headers_ended:
            return None
        if line.startswith(b"HTTP/"):
            return self._begin(line)
        if line.strip(b"\r\n"):
            self._lines.append(line)
        else:
            self._headers_ended = not self._interim
        return None

    def take_body(self, part: bytes) -> int | None:
        """A piece of the body, decoded."""
        self._parts.append(part[: self._room])
        if len(part) > self._room:
            self.body_cut = True
            return REFUSED
        self._room -= len(part)
        return None

    def take_remark(self, kind: int, text: bytes) -> None:
        """What curl says of its work."""
        if kind == _REMARK and (found := _HANDSHAKE.match(text)):
            self.protocol, self.cipher = found[1].decode(), found[2].decode()

    def _begin(self, line: bytes) -> int | None:
        """What came before, if anything, was an interim answer."""
        status = _STATUS_LINE.fullmatch(line)
        if not status:
            return REFUSED
        self._interim = status[1] == b"1"
        self._lines.clear()
        return None

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """In the order they came."""
        pairs: list[tuple[str, str]] = []
        for line in self._lines:
            text = line.strip().decode("utf-8", "replace")
            if line[:1] in {b" ", b"\t"} and pairs:  # folded, as it was allowed once
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text}")
                continue
            name, _, value = text.partition(":")
            pairs.append((name.strip(), value.strip()))
        return tuple(pairs)

    @property
    def body(self) -> bytes:
        """What was kept."""
        return b"".join(self._parts)
