"""Web servers that say just what they are told to, byte for byte."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tracer_runner.testing.targets import Treat, serving

MOST_SECONDS = 5.0
"""After which a server gives a visitor up that says nothing."""


@dataclass
class WebServer:
    """Where it is, and what it was asked."""

    host: str
    port: int
    scheme: str = "http"
    asked: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.at(self.host)

    def at(self, name: str) -> str:
        """The same place by a name."""
        return f"{self.scheme}://{name}:{self.port}"


@contextmanager
def web_server(*answers: bytes | Treat, tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    """The first request gets the first answer, and so on; all others get the last."""
    asked: list[bytes] = []

    def treat(plain: socket.socket) -> None:
        plain.settimeout(MOST_SECONDS)
        with plain if tls is None else tls.wrap_socket(plain, server_side=True) as visitor:
            if request := _read_request(visitor):
                asked.append(request)
                reply(visitor)

    def reply(visitor: socket.socket) -> None:
        answer = answers[min(len(asked), len(answers)) - 1]
        if callable(answer):
            answer(visitor)
        else:
            visitor.sendall(answer)

    with serving(treat) as (host, port):
        yield WebServer(host, port, "http" if tls is None else "https", asked)


def ok(body: bytes = b"hello", *headers: bytes) -> bytes:
    """A plain answer."""
    return b"\r\n".join((b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers, b"", body))


def moved(location: str, *, status: int = 302) -> bytes:
    """A redirect."""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def for_ever(start: bytes, again: bytes) -> Treat:
    """Says `again` until the visitor leaves."""

    def treat(visitor: socket.socket) -> None:
        visitor.sendall(start)
        while True:
            visitor.sendall(again)

    return treat


def dripping(start: bytes, drop: bytes) -> Treat:
    """Says a little every few milliseconds, until the visitor leaves: never silent, never done."""

    def treat(visitor: socket.socket) -> None:
        visitor.sendall(start)
        while not select.select([visitor], [], [], 0.01)[0]:
            visitor.sendall(drop)

    return treat


def late(answer: bytes, *, seconds: float) -> Treat:
    """Lets the visitor wait, if it does."""

    def treat(visitor: socket.socket) -> None:
        if not select.select([visitor], [], [], seconds)[0]:
            visitor.sendall(answer)

    return treat


def then_silent(start: bytes) -> Treat:
    """Says this and no more, until the visitor leaves."""

    def treat(visitor: socket.socket) -> None:
        visitor.sendall(start)
        select.select([visitor], [], [], MOST_SECONDS)

    return treat


def _read_request(visitor: socket.socket) -> bytes:
    read = b""
    while b"\r\n\r\n" not in read:
        part = visitor.recv(65536)
        if not part:
            return read
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), 0)
    while len(body) < length:
        body += visitor.recv(65536)
    return head + b"\r\n\r\n" + body
