"""A `Client` for tests: HTTP is answered by a function or a server of the test; sockets lead to this machine only."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

import httpx

from tracer_runner.egress.backend import CheckedBackend
from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.http_transport import CheckedTransport
from tracer_runner.errors import EgressDenied
from tracer_runner.hooks.contracts import Proxy
from tracer_runner.testing.guard import permitted

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Answer = Callable[[httpx.Request], httpx.Response]
Place = tuple[str, int]


class FakeClient:
    """Fulfils `tracer_runner.hooks.contracts.Client`; everything else is refused with `EgressDenied`."""

    def __init__(self, answer: Answer | None = None, *, places: Mapping[Place, Place] | None = None) -> None:
        """`answer` answers every HTTP request; without it, requests go to servers on this machine.

        `places` says where a host and port lead: `{("redis.example.com", 6379): ("127.0.0.1", 40123)}`.
        """
        self.requests: list[httpx.Request] = []
        """What was asked over HTTP, in order."""
        self.sockets: list[socket.socket] = []
        """What was handed out, in order."""
        self._answer = answer
        self._places = dict(places or {})

    @cached_property
    def http(self) -> httpx.Client:
        transport = httpx.MockTransport(self._take) if self._answer else _LoopbackTransport(self.requests)
        return httpx.Client(transport=transport, trust_env=False)

    def connect(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """Connected for real, so there must be a server; OSError when there is none."""
        return self.dial(host, port, timeout=timeout).socket

    def dial(self, host: str, port: int, *, timeout: float = 10) -> Dialled:
        """The same; looking up takes no time."""
        place, start = self._place(host, port), time.monotonic()
        with permitted():
            connected = socket.create_connection(place, timeout=timeout)
        self.sockets.append(connected)
        return Dialled(socket=connected, dns_ms=0, connect_ms=1000 * (time.monotonic() - start))

    def datagram(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """Connected to a UDP server, at any port."""
        place = self._place(host, port)
        connected = socket.socket(socket.AF_INET6 if ":" in place[0] else socket.AF_INET, socket.SOCK_DGRAM)
        self.sockets.append(connected)
        connected.settimeout(timeout)
        with permitted():
            connected.connect(place)
        return connected

    @contextmanager
    def proxy(self) -> Iterator[Proxy]:
        """A real one, that connects as this client does."""
        from tracer_runner.egress.forward_proxy import ForwardProxy

        with ForwardProxy(self.dial) as proxy:
            yield proxy.open_lane("test")

    @property
    def left_open(self) -> list[socket.socket]:
        """The sockets that were not closed by those who asked for them."""
        return [one for one in self.sockets if one.fileno() != -1]

    def close(self) -> None:
        """Close everything."""
        if "http" in self.__dict__:
            self.http.close()
        for one in self.left_open:
            one.close()

    def _place(self, host: str, port: int) -> Place:
        place = self._places.get((host, port), (host, port))
        _refuse_others(place[0])
        return place

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        assert self._answer
        return self._answer(request)


class _LoopbackTransport(CheckedTransport):
    """The product's own, so that a timeout means the same."""

    def __init__(self, requests: list[httpx.Request]) -> None:
        super().__init__(CheckedBackend(_connect))
        self._requests = requests

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _refuse_others(request.url.host)
        self._requests.append(request)
        return super().handle_request(request)


def _connect(host: str, port: int, timeout: float) -> socket.socket:
    with permitted():
        return socket.create_connection((host, port), timeout=timeout)


def _refuse_others(host: str) -> None:
    if host not in LOOPBACK:
        raise EgressDenied(f"{host} is not this machine, and tests stay there.")
