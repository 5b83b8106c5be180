"""Where the server itself listens: nothing it does for others may come back to it."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psutil

from tracer_runner.errors import UsageError
from tracer_runner.model.addresses import Address, parse_address

_HINT = 'Give an address such as "127.0.0.1", "localhost", or "" for every address; look other names up first.'


@dataclass(frozen=True)
class Listener:
    """A port of ours, at one address or at every address of this machine."""

    addresses: frozenset[Address]
    port: int
    loopback: bool = False
    """At the whole of 127.0.0.0/8 too: it listens everywhere."""

    def is_at(self, address: Address, *, port: int) -> bool:
        """Whether a connection there would reach it."""
        return port == self.port and (address in self.addresses or (self.loopback and address.is_loopback))


def listeners_of(addresses: Sequence[tuple[str, int]]) -> tuple[Listener, ...]:
    """Listeners from what a server binds: an address, `localhost`, or nothing for every address.

    UsageError for any other name: where it leads may change.
    """
    return tuple(_listener(host, port=port) for host, port in addresses)


def _listener(host: str, *, port: int) -> Listener:
    bound = {"localhost": ("127.0.0.1", "::1"), "": ("0.0.0.0", "::")}.get(host, (host,))  # noqa: S104 - compared only
    try:
        addresses = frozenset(map(parse_address, bound))
    except ValueError as fault:
        raise UsageError(f"{host!r}, port {port}, is no address of a listener.", hint=_HINT) from fault
    if any(address.is_unspecified for address in addresses):
        return Listener(addresses=frozenset(_of_this_machine()), port=port, loopback=True)
    return Listener(addresses=addresses, port=port)


def _of_this_machine() -> Iterable[Address]:
    for addresses in psutil.net_if_addrs().values():
        for address in addresses:
            if address.family in {socket.AF_INET, socket.AF_INET6}:
                yield parse_address(address.address)
