"""A guard that fails a test when a plugin goes to the network past the client it was given."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Any

EVENTS = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"},
)
_ALLOWED: ContextVar[bool] = ContextVar("allowed", default=False)


class OwnSocket(AssertionError):
    """A plugin went to the network past its client."""


@contextmanager
def permitted() -> Iterator[None]:
    """What is connected in here is the client's own doing. `FakeClient` uses it; so may a client of yours."""
    token = _ALLOWED.set(True)
    try:
        yield
    finally:
        _ALLOWED.reset(token)


class SocketGuard:
    """While it is open, nothing but the client may connect, send a datagram or look a name up, in any thread.

    It listens to Python's own audit events, so it does not see C libraries that open their sockets themselves.
    """

    def __init__(self) -> None:
        self.attempts: list[str] = []
        """What was tried past the client."""

    def __enter__(self) -> SocketGuard:
        _listener().guards.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        """OwnSocket also where the plugin caught the first one, or it arose in a thread."""
        _listener().guards.remove(self)
        if self.attempts and not isinstance(fault, OwnSocket):
            raise OwnSocket(_sentence(self.attempts[0]))


class _Listener:
    """The one audit hook of the process: Python has no way to take one back."""

    def __init__(self) -> None:
        self.guards: list[SocketGuard] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.guards or event not in EVENTS or _ALLOWED.get():
            return
        place = arguments[0] if event.startswith("socket.get") else arguments[1]
        if place is None or (event == "socket.connect" and not isinstance(place, tuple)):
            return  # a send on a connected socket, or a socket of this machine's file system
        attempt = f"{event} {place!r}"
        for guard in self.guards:
            guard.attempts.append(attempt)
        raise OwnSocket(_sentence(attempt))


@functools.cache
def _listener() -> _Listener:
    return _Listener()


def _sentence(attempt: str) -> str:
    return f"The plugin went to the network by itself ({attempt}); use the client it is given."
