"""Bytes back and forth between two sockets, until either side is done."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Sequence
from contextlib import suppress

PART = 65536
IDLE_SECONDS = 600.0
"""A tunnel in which nothing moves for so long is closed."""


def relay(near: socket.socket, far: socket.socket, *, early: bytes = b"", idle: float = IDLE_SECONDS) -> None:
    """Pass everything on in both directions; the end of one direction is passed on too. Blocks until both ended.

    `early`: what `near` has said already. Neither socket blocks afterwards.
    """
    ways = (_Way(near, far, pending=early), _Way(far, near))
    for connected in (near, far):
        connected.setblocking(False)
    with selectors.DefaultSelector() as selector:
        while not all(way.over for way in ways):
            _watch(selector, ways)
            if not selector.select(idle):
                return
            for way in ways:
                way.move()


class _Way:
    """One direction. Only what waits to be sent is kept, and no more is read until it was."""

    def __init__(self, source: socket.socket, target: socket.socket, *, pending: bytes = b"") -> None:
        self.source = source
        self.target = target
        self.pending = memoryview(pending)
        self.over = False

    def move(self) -> None:
        """Pass on what can be passed on at once."""
        with suppress(BlockingIOError):
            if not self.pending and not self.over:
                self.pending = memoryview(self.source.recv(PART))
                if not self.pending:
                    self.over = True
                    self.target.shutdown(socket.SHUT_WR)
            if self.pending:
                self.pending = self.pending[self.target.send(self.pending) :]


def _watch(selector: selectors.BaseSelector, ways: Sequence[_Way]) -> None:
    """Wait to write where something is pending, and otherwise to read."""
    wanted: dict[socket.socket, int] = {}
    for way in ways:
        if way.pending:
            wanted[way.target] = wanted.get(way.target, 0) | selectors.EVENT_WRITE
        elif not way.over:
            wanted[way.source] = wanted.get(way.source, 0) | selectors.EVENT_READ
    for way in ways:
        known, events = selector.get_map().get(way.source), wanted.get(way.source)
        if known and not events:
            selector.unregister(way.source)
        elif events and not known:
            selector.register(way.source, events)
        elif events and known and known.events != events:
            selector.modify(way.source, events)
