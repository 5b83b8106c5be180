"""Connect to checked addresses, one after the other."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tracer_runner.egress.resolver import Resolver
from tracer_runner.model.addresses import Address, parse_address

LEAST_SECONDS = 0.25
"""What an address gets at least, however many there are."""


@dataclass(frozen=True)
class Dialled:
    """A connected TCP socket, and what the parts of connecting took."""

    socket: socket.socket
    dns_ms: float
    """Of looking the name up; next to nothing for an address."""
    connect_ms: float


def dial(resolver: Resolver, host: str, port: int, *, timeout: float) -> Dialled:
    """A connected socket with this timeout; EgressDenied, OSError (`socket.gaierror`, TimeoutError among them)."""
    start = time.monotonic()
    addresses = resolver.addresses(host, port, timeout=timeout)
    found = time.monotonic()
    connected = _first(addresses, port=port, end=start + timeout)
    took = time.monotonic() - found
    try:
        resolver.check(_peer(connected), port=port, host=host)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.settimeout(timeout)
    except BaseException:
        connected.close()
        raise
    return Dialled(socket=connected, dns_ms=1000 * (found - start), connect_ms=1000 * took)


def datagram_socket(resolver: Resolver, host: str, port: int, *, timeout: float) -> socket.socket:
    """A UDP socket that sends to the first address of this host, and hears it alone; errors as `dial` has them."""
    addresses = resolver.addresses(host, port, timeout=timeout)
    if not addresses:
        raise _nowhere()
    resolver.check_datagrams(addresses[0], port=port, host=host)
    family = socket.AF_INET if addresses[0].version == 4 else socket.AF_INET6
    connected = socket.socket(family, socket.SOCK_DGRAM)
    try:
        connected.settimeout(timeout)
        connected.connect((str(addresses[0]), port))
    except BaseException:
        connected.close()
        raise
    return connected


def _first(addresses: Sequence[Address], *, port: int, end: float) -> socket.socket:
    """The first that answers. IPv6 and IPv4 come in turn, so that one broken family costs one try."""
    fault: OSError | None = None
    tries = _in_turn(addresses)
    for number, address in enumerate(tries):
        left = end - time.monotonic()
        if left <= 0:
            raise fault or TimeoutError("There was no time left to connect.")
        share = left / (len(tries) - number)
        try:
            return socket.create_connection((str(address), port), timeout=max(share, min(left, LEAST_SECONDS)))
        except OSError as refused:
            fault = refused
    raise fault or _nowhere()


def _peer(connected: socket.socket) -> Address:
    try:
        return parse_address(connected.getpeername()[0])
    except OSError as gone:  # it took the connection, and reset it at once
        raise ConnectionResetError("The other side is gone.") from gone


def _nowhere() -> socket.gaierror:
    return socket.gaierror(socket.EAI_NONAME, "The name has no address.")


def _in_turn(addresses: Sequence[Address]) -> list[Address]:
    first = [address for address in addresses if address.version == addresses[0].version]
    other = [address for address in addresses if address.version != addresses[0].version]
    pairs = [address for pair in zip(first, other, strict=False) for address in pair]
    return [*pairs, *first[len(other) :], *other[len(first) :]]
