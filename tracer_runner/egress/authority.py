"""What a client asks a proxy for, taken apart strictly: whatever could be read in two ways is refused."""

from __future__ import annotations

import re
from typing import NamedTuple

_AUTHORITY = re.compile(rb"(\[[0-9A-Fa-f:.]+(?:%25?[\w.-]+)?\]|[A-Za-z0-9._~-]+)(?::([0-9]{1,5}))?")
_ABSOLUTE = re.compile(rb"(?i:http)://([^/?#\\@]*)([/?][^#]*)?")


class Refused(Exception):
    """The request is none for a proxy; the text is for whoever sent it."""


class Target(NamedTuple):
    """Where to connect, and what to ask for there."""

    host: str
    port: int
    path: bytes = b""

    @property
    def authority(self) -> bytes:
        """As in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (host if self.port == 80 else f"{host}:{self.port}").encode()


def tunnel_target(target: bytes) -> Target:
    """Of `CONNECT host:port`."""
    host, port = _split(target)
    if port is None:
        raise Refused("CONNECT needs host:port.")
    return Target(host, port)


def absolute_target(target: bytes) -> Target:
    """Of `GET http://host/path`."""
    found = _ABSOLUTE.fullmatch(target)
    if not found:
        raise Refused("This is a proxy: it takes CONNECT, and http:// addresses without user names.")
    host, port = _split(found[1])
    path = found[2] or b"/"
    return Target(host, port or 80, path if path.startswith(b"/") else b"/" + path)


def _split(authority: bytes) -> tuple[str, int | None]:
    found = _AUTHORITY.fullmatch(authority)
    if not found:
        raise Refused("That is no host name.")
    port = int(found[2]) if found[2] else None
    if port is not None and not 0 < port < 65536:
        raise Refused(f"There is no port {port}.")
    return found[1].decode().strip("[]"), port
