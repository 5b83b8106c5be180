"""A server that answers with a body that never ends, in drops that each come soon."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from tracer_runner.testing.receiver import DROP


def drip_body(visitor: socket.socket) -> None:
    """For `serving`; it ends when the visitor hangs up."""
    visitor.sendall(b"HTTP/1.1 500 Broken\r\n\r\n")
    with suppress(OSError):
        while True:
            visitor.sendall(b"x")
            time.sleep(DROP)  # the drops are the point here
