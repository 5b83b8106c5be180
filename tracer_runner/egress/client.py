"""What plugins and services get to reach the network with."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx

from tracer_runner.egress.backend import CheckedBackend
from tracer_runner.egress.connecting import Dialled, datagram_socket, dial
from tracer_runner.egress.http_rules import AGENT, MOST_REDIRECTS
from tracer_runner.egress.http_transport import CheckedTransport
from tracer_runner.egress.policy import Policy
from tracer_runner.egress.resolver import Lookup, Resolver, look_up

if TYPE_CHECKING:
    from tracer_runner.egress.lane import Lane


class EgressClient:
    """The way out for one purpose. It may be used from several threads; `hooks.contracts.Client` describes it."""

    def __init__(self, policy: Policy, *, lookup: Lookup = look_up) -> None:
        """`lookup` answers as `socket.getaddrinfo` does."""
        self.policy = policy
        self._lookup = lookup
        self.resolver = Resolver(policy, lookup=lookup)
        self.http = self._http()
        """For HTTP. It follows no redirects unless told to, keeps no cookies, and raises EgressDenied.

        A timeout is of a whole exchange, until its answer has been read.
        """

    def _http(self) -> httpx.Client:
        backend = CheckedBackend(lambda host, port, timeout: self.connect(host, port, timeout=timeout))
        return httpx.Client(
            transport=CheckedTransport(backend),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # what one receiver sets no other is to see
            # A small answer may unpack to a huge one, so none is asked for.
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
            trust_env=False,
            max_redirects=MOST_REDIRECTS,
            timeout=10,
        )

    def connect(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected TCP socket with this timeout (s); EgressDenied when an address of the host is not allowed."""
        return self.dial(host, port, timeout=timeout).socket

    def dial(self, host: str, port: int, *, timeout: float = 10) -> Dialled:
        """The same, and what looking up and connecting took."""
        return dial(self.resolver, host, port, timeout=timeout)

    def datagram(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A UDP socket connected to the host: to port 53, elsewhere only where the policy lists the address."""
        return datagram_socket(self.resolver, host, port, timeout=timeout)

    @contextmanager
    def proxy(self) -> Iterator[Lane]:
        """A forward proxy of the same policy, for what makes its own connections, as long as the context lasts."""
        from tracer_runner.egress.proxy import EgressProxy  # few clients need one

        with EgressProxy(self.policy, lookup=self._lookup) as proxy:
            yield proxy.open_lane("client")

    def close(self) -> None:
        """Close the connections that are kept."""
        self.http.close()


@contextmanager
def open_client(policy: Policy, *, lookup: Lookup = look_up) -> Iterator[EgressClient]:
    """A client that is closed in the end. Keep one for each purpose: it holds connections and certificates."""
    client = EgressClient(policy, lookup=lookup)
    try:
        yield client
    finally:
        client.close()
