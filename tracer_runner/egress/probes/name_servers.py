"""Whom a DNS probe asks: the name server it is given, or those of this machine."""

from __future__ import annotations

import re
import socket
import time
from dataclasses import dataclass

import dns.resolver

from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.policy import NAME_SERVER
from tracer_runner.errors import UsageError
from tracer_runner.model.addresses import parse_address

_WRITTEN = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<host>[^\[\]:]+))(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True)
class NameServer:
    """A host and a port."""

    host: str
    port: int = NAME_SERVER

    @property
    def where(self) -> str:
        """As one reads it: without the port that all have."""
        host = f"[{self.host}]" if ":" in self.host and self.port != NAME_SERVER else self.host
        return host if self.port == NAME_SERVER else f"{host}:{self.port}"


def parse_name_server(text: str) -> NameServer:
    """From `1.1.1.1`, `ns.example.com:5353`, `2606:4700::1111` or `[2606:4700::1111]:53`; UsageError."""
    try:
        return NameServer(str(parse_address(text)))
    except ValueError:
        found = _WRITTEN.fullmatch(text)
    port = int(found["port"] or NAME_SERVER) if found else 0
    if not found or not 0 < port < 65536:
        raise UsageError(f"{text!r} is no name server.", hint='Write one as "1.1.1.1" or "ns.example.com:53".')
    return NameServer(found["six"] or found["host"], port)


def system_name_servers() -> tuple[NameServer, ...]:
    """Those the operator of this machine chose; UsageError when there are none."""
    try:
        found = dns.resolver.Resolver().nameservers
    except dns.resolver.NoResolverConfiguration:
        found = []
    if not found:
        raise UsageError("This machine names no name server.", hint="Say which resolver is to be asked.")
    return tuple(NameServer(str(address)) for address in found)


class SystemClient:
    """The way to the name servers of this machine, which no policy is asked about.

    Everything here asks them for names, and they are often where no monitor may go: at loopback, at link-local.
    """

    def datagram(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected UDP socket."""
        connected = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            connected.settimeout(timeout)
            connected.connect((host, port))
        except BaseException:
            connected.close()
            raise
        return connected

    def dial(self, host: str, port: int, *, timeout: float = 10) -> Dialled:
        """A connected TCP socket."""
        start = time.monotonic()
        connected = socket.create_connection((host, port), timeout=timeout)
        return Dialled(socket=connected, dns_ms=0, connect_ms=1000 * (time.monotonic() - start))
