"""The way out to the network that plugins are given: every address is checked against the policy before use."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from tracer_runner.errors import EgressDenied

if TYPE_CHECKING:
    import httpx

    from tracer_runner.egress.connecting import Dialled


class Proxy(Protocol):
    """A forward proxy on this machine that holds to the policy."""

    @property
    def address(self) -> str:
        """For `HTTP_PROXY` and `HTTPS_PROXY`: `http://127.0.0.1:40123`."""

    @property
    def denials(self) -> Sequence[EgressDenied]:
        """What it refused so far."""


class Client(Protocol):
    """Never open a socket otherwise: the policy of the operator would be passed by."""

    @property
    def http(self) -> httpx.Client:
        """For HTTP. It follows no redirects unless told to; an address that is not allowed raises `EgressDenied`.

        `timeout` (s) is of a whole exchange, until its answer has been read: a receiver that drips gets no more.
        """

    def connect(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected TCP socket (`timeout` in seconds); `EgressDenied` when the address is not allowed."""

    def dial(self, host: str, port: int, *, timeout: float = 10) -> Dialled:
        """The same, with what looking up and connecting took: for monitor types that tell their parts."""

    def datagram(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected UDP socket; `EgressDenied` also for a port other than 53 of an address that is not listed."""

    def proxy(self) -> AbstractContextManager[Proxy]:
        """A proxy for a program or library that makes its own connections; it is there as long as the context."""
