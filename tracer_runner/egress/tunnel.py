"""Bytes back and forth between two sockets, until either side is done."""

from __future__ import annotations

import selectors
import socket

PART = 65536
IDLE_SECONDS = 600.0
"""A tunnel in which nothing moves for so long is closed."""


def relay(near: socket.socket, far: socket.socket, *, idle: float = IDLE_SECONDS) -> None:
    """Pass everything on in both directions; the end of one direction is passed on too. Blocks until both ended."""
    with selectors.DefaultSelector() as selector:
        for source, target in ((near, far), (far, near)):
            source.settimeout(idle)
            selector.register(source, selectors.EVENT_READ, (source, target))
        while selector.get_map():
            ready = selector.select(idle)
            if not ready:
                return
            for key, _ in ready:
                source, target = key.data
                if not _pass_on(source, target):
                    selector.unregister(source)


def _pass_on(source: socket.socket, target: socket.socket) -> bool:
    """False when the source has said all it will."""
    part = source.recv(PART)
    if part:
        target.sendall(part)
        return True
    target.shutdown(socket.SHUT_WR)
    return False
