"""Servers that do wrong, for probes to meet: each on a free port of this machine."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from tracer_runner.testing.guard import permitted

Treat = Callable[[socket.socket], None]


@contextmanager
def serving(treat: Treat) -> Iterator[tuple[str, int]]:
    """Host and port of a server that treats each of its visitors like this, one after another."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place, closing = listening.getsockname(), threading.Event()
        thread = threading.Thread(target=_serve, args=(listening, treat, closing), daemon=True)
        thread.start()
        try:
            yield place
        finally:
            closing.set()
            with permitted():
                socket.create_connection(place).close()  # wakes it where it waits for a visitor
            thread.join()


@contextmanager
def nobody() -> Iterator[tuple[str, int]]:
    """A place where nobody listens, and nobody else will meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()


def say_nothing(visitor: socket.socket) -> None:
    """The visitor waits."""


def hang_up(visitor: socket.socket) -> None:
    """Closed without a word."""
    visitor.close()


def reset(visitor: socket.socket) -> None:
    """Closed with an RST."""
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visitor.close()


def babble(visitor: socket.socket) -> None:
    """Bytes that mean nothing in any protocol."""
    visitor.sendall(bytes(range(256)) * 64)
    visitor.close()


def _serve(listening: socket.socket, treat: Treat, closing: threading.Event) -> None:
    with ExitStack() as visitors:
        while True:
            visitor = visitors.enter_context(listening.accept()[0])
            if closing.is_set():
                return
            with suppress(OSError):  # it left first
                treat(visitor)
