"""The network below httpx: httpcore asks for connections, and gets checked ones.

Where httpcore says `timeout`, `CheckedTransport` has put the moment (of `time.monotonic`) at which the exchange ends:
httpcore hands it on as it is, and each read waits for what is left. A timeout that began anew with each read would
never come where an answer drips.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from tracer_runner.egress.deadline import seconds_until

Connect = Callable[[str, int, float], socket.socket]
LONGEST_SECONDS = 60.0
"""Where the caller set no limit."""


class CheckedBackend(httpcore.NetworkBackend):
    """Opens TCP connections by `connect(host, port, timeout)` alone."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection; EgressDenied comes through as it is."""
        with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
            return _Stream(self._connect(host, port, _left(timeout)))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Not offered: a path is no address."""
        raise httpcore.UnsupportedProtocol(f"{path}: unix sockets are not reached from here.")

    def sleep(self, seconds: float) -> None:
        """For httpcore's own tries."""
        time.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(_left(timeout))
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _as(httpcore.WriteTimeout, httpcore.WriteError):
            self._socket.settimeout(_left(timeout))
            self._socket.sendall(buffer)

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
            try:
                self._socket.settimeout(_left(timeout))
                return _Stream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname))
            except BaseException:
                self.close()
                raise

    def get_extra_info(self, info: str) -> Any:
        known: dict[str, Callable[[], Any]] = {
            "socket": lambda: self._socket,
            "client_addr": self._socket.getsockname,
            "server_addr": self._socket.getpeername,
            "ssl_object": lambda: self._socket if isinstance(self._socket, ssl.SSLSocket) else None,
            "is_readable": lambda: _is_readable(self._socket),
        }
        return known[info]() if info in known else None


def _left(end: float | None) -> float:
    return LONGEST_SECONDS if end is None else seconds_until(end)


@contextmanager
def _as(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """httpcore's errors for those of sockets."""
    try:
        yield
    except TimeoutError as fault:
        raise late(str(fault)) from fault
    except OSError as fault:
        raise broken(str(fault)) from fault


def _is_readable(connected: socket.socket) -> bool:
    """A connection that waits in the pool and has something to say was closed by the other side."""
    if connected.fileno() < 0:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(connected, selectors.EVENT_READ)
        return bool(selector.select(0))
