"""The egress proxy, connecting as a test's client does."""

from __future__ import annotations

import socket
from typing import Protocol

from tracer_runner.egress import Policy
from tracer_runner.egress.proxy import CONNECT_SECONDS, EgressProxy, Lane
from tracer_runner.errors import EgressDenied


class Connect(Protocol):
    """As `Client.connect`."""

    def __call__(self, host: str, port: int, *, timeout: float) -> socket.socket:
        """A connected socket."""


class LocalProxy(EgressProxy):
    """Asks `connect` instead of a policy."""

    def __init__(self, connect: Connect) -> None:
        super().__init__(Policy(purpose="channels", private=False, loopback=False))
        self._connect_locally = connect

    def _connect(self, lane: Lane, host: str, port: int) -> socket.socket:
        try:
            return self._connect_locally(host, port, timeout=CONNECT_SECONDS)
        except EgressDenied as denied:
            lane.note_denied(denied)
            raise
