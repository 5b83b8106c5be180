"""What a probe needs of the client it is given."""

from __future__ import annotations

import socket
from typing import Protocol

from tracer_runner.egress.connecting import Dialled


class Dialling(Protocol):
    """For probes over TCP. `hooks.contracts.Client` is one."""

    def dial(self, host: str, port: int, *, timeout: float = 10) -> Dialled:
        """A connected TCP socket, and what the parts of connecting took."""


class Datagrams(Dialling, Protocol):
    """For probes over UDP as well."""

    def datagram(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected UDP socket."""
