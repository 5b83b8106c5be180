"""The way out to the network that plugins are given: every address is checked against the policy before use."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import httpx


class Client(Protocol):
    """Never open a socket otherwise: the policy of the operator would be passed by."""

    @property
    def http(self) -> httpx.Client:
        """For HTTP. It follows no redirects unless told to; an address that is not allowed raises `EgressDenied`."""

    def connect(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected TCP socket (`timeout` in seconds); `EgressDenied` when the address is not allowed."""
