"""Talk a mail server into TLS: what is said in the clear before the handshake."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from tracer_runner.egress.deadline import seconds_left
from tracer_runner.errors import ProbeFailed

StartTls = Literal["smtp", "imap", "pop3"]
MOST_BYTES = 16 * 1024
"""Of everything the server says before TLS."""


def ask_for_tls(connected: socket.socket, protocol: StartTls, *, end: float) -> None:
    """Until `end` (monotonic). ProbeFailed when the server does not offer TLS; OSError, TimeoutError."""
    _DIALOGUES[protocol](_Lines(connected, end=end))


class _Lines:
    """Lines from a server, one by one."""

    def __init__(self, connected: socket.socket, *, end: float) -> None:
        self._socket = connected
        self._end = end
        self._read = 0
        self._rest = b""

    def say(self, line: str) -> None:
        """One line; what the server said unasked before it is an answer to nothing, and not taken for one."""
        if self._rest:
            raise ProbeFailed("The server answers before it is asked.", reason="protocol")
        self._socket.sendall(line.encode("ascii") + b"\r\n")

    def next(self) -> bytes:
        """Without its end."""
        while b"\n" not in self._rest:
            self._socket.settimeout(seconds_left(self._end))
            part = self._socket.recv(4096)
            self._read += len(part)
            if not part or self._read > MOST_BYTES:
                raise ProbeFailed("The server does not speak this protocol.", reason="protocol")
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line.rstrip(b"\r")

    def expect(self, start: bytes, *, what: str) -> None:
        """ProbeFailed unless the next line begins like this, and nothing stands behind it."""
        if not self.next().upper().startswith(start):
            raise ProbeFailed(f"The server does not {what}.", reason="protocol")


def _smtp(lines: _Lines) -> None:
    _reply(lines, 220, what="greet as SMTP does")
    lines.say("EHLO [127.0.0.1]")
    _reply(lines, 250, what="answer EHLO")
    lines.say("STARTTLS")
    _reply(lines, 220, what="offer STARTTLS")


def _reply(lines: _Lines, code: int, *, what: str) -> None:
    """All lines of one reply: `250-` goes on, `250 ` ends it."""
    while (line := lines.next())[:4] == b"%d-" % code:
        pass
    if line[:3] != b"%d" % code:
        raise ProbeFailed(f"The server does not {what}.", reason="protocol")


def _imap(lines: _Lines) -> None:
    lines.expect(b"* OK", what="greet as IMAP does")
    lines.say("a STARTTLS")
    while (line := lines.next()).startswith(b"* "):
        pass
    if not line.upper().startswith(b"A OK"):
        raise ProbeFailed("The server does not offer STARTTLS.", reason="protocol")


def _pop3(lines: _Lines) -> None:
    lines.expect(b"+OK", what="greet as POP3 does")
    lines.say("STLS")
    lines.expect(b"+OK", what="offer STLS")


_DIALOGUES: Mapping[StartTls, Callable[[_Lines], None]] = MappingProxyType(
    {"smtp": _smtp, "imap": _imap, "pop3": _pop3}
)
