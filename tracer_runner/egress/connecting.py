"""Connect to checked addresses, one after the other."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence

from tracer_runner.egress.addresses import Address, parse_address
from tracer_runner.egress.resolver import Resolver

LEAST_SECONDS = 0.25
"""What an address gets at least, however many there are."""


def connect(resolver: Resolver, host: str, port: int, *, timeout: float) -> socket.socket:
    """A connected socket with this timeout; EgressDenied, OSError (`socket.gaierror`, TimeoutError among them)."""
    end = time.monotonic() + timeout
    connected = _first(resolver.addresses(host, port, timeout=timeout), port=port, end=end)
    try:
        resolver.check(parse_address(connected.getpeername()[0]), port=port, host=host)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.settimeout(timeout)
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
        share = left / (len(tries) - number)
        try:
            return socket.create_connection((str(address), port), timeout=max(share, min(left, LEAST_SECONDS)))
        except OSError as refused:
            fault = refused
        if time.monotonic() >= end:
            break
    raise fault or socket.gaierror(socket.EAI_NONAME, "The name has no address.")


def _in_turn(addresses: Sequence[Address]) -> list[Address]:
    first = [address for address in addresses if address.version == addresses[0].version]
    other = [address for address in addresses if address.version != addresses[0].version]
    pairs = [address for pair in zip(first, other, strict=False) for address in pair]
    return [*pairs, *first[len(other) :], *other[len(first) :]]
