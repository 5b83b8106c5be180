"""What kind of address is this? Our own table: `ipaddress.is_private` and `is_global` differ between Pythons, and say
"global" to loopback inside NAT64, to Azure's and Alibaba's metadata, and to multicast.

Sources, read in 2026: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), the IANA
IPv6 address space (global unicast is 2000::/3 alone), and the clouds' own pages for their metadata services.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Kind(Enum):
    """The value is how people call an address of this kind."""

    PUBLIC = "a public address"
    PRIVATE = "a private address"
    LOOPBACK = "a loopback address"
    RESERVED = "a reserved address"
    BROADCAST = "the broadcast address"
    MULTICAST = "a multicast address"
    UNSPECIFIED = "an unspecified address"
    LINK_LOCAL = "a link-local address"
    METADATA = "a metadata service of a cloud"


NEVER = frozenset({Kind.RESERVED, Kind.BROADCAST, Kind.MULTICAST, Kind.UNSPECIFIED, Kind.LINK_LOCAL, Kind.METADATA})
"""What no setting allows."""

_TABLE: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        Kind.METADATA,
        (
            "169.254.169.254/32",  # AWS, Google, Azure, Oracle, DigitalOcean, Hetzner, OpenStack
            "169.254.170.2/32",  # AWS ECS, credentials of tasks
            "169.254.170.23/32",  # AWS EKS, credentials of pods
            "169.254.42.42/32",  # Scaleway
            "100.100.100.200/32",  # Alibaba
            "168.63.129.16/32",  # Azure, "wire server": a public address
            "192.0.0.192/32",  # Oracle, the old one
            "fd00:ec2::254/128",  # AWS
            "fd00:ec2::23/128",  # AWS EKS
            "fd20:ce::254/128",  # Google
            "fd00:c1::a9fe:a9fe/128",  # Oracle
            "fd00:42::42/128",  # Scaleway
        ),
    ),
    (Kind.UNSPECIFIED, ("0.0.0.0/8", "::/128")),  # RFC 791 "this network": Linux takes 0.0.0.0 for itself
    (Kind.LOOPBACK, ("127.0.0.0/8", "::1/128")),
    (Kind.LINK_LOCAL, ("169.254.0.0/16", "fe80::/10")),
    (Kind.BROADCAST, ("255.255.255.255/32",)),
    (Kind.MULTICAST, ("224.0.0.0/4", "ff00::/8")),
    (
        Kind.PRIVATE,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",  # RFC 6598, shared by carriers; also what tailnets use
            "fc00::/7",  # RFC 4193, unique local
            "64:ff9b:1::/48",  # RFC 8215, a translator of one's own, wherever it leads
        ),
    ),
    (
        Kind.RESERVED,
        (
            "192.0.0.0/24",  # RFC 6890, protocol assignments
            "192.0.2.0/24",  # RFC 5737, documentation
            "198.51.100.0/24",
            "203.0.113.0/24",
            "192.88.99.0/24",  # RFC 7526, relays of 6to4, given up
            "198.18.0.0/15",  # RFC 2544, benchmarks
            "240.0.0.0/4",  # RFC 1112
            "2001::/23",  # RFC 2928, protocol assignments
            "2001:db8::/32",  # RFC 3849, documentation
            "3fff::/20",  # RFC 9637, documentation
        ),
    ),
    (Kind.PUBLIC, ("0.0.0.0/0", "2000::/3")),
    (Kind.RESERVED, ("::/0",)),  # every other IPv6 address: site-local, discard-only, segment routing, not assigned
)
"""The first row that holds the address counts."""

_KINDS: tuple[tuple[Network, Kind], ...] = tuple((ip_network(text), kind) for kind, row in _TABLE for text in row)

_ENVELOPES = tuple(map(IPv6Network, ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "::/96")))
"""Mapped, translated (RFC 2765), NAT64 (RFC 6052), compatible: the IPv4 address is the end of it."""
_SIX_TO_FOUR = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_ISATAP = (0x00005EFE, 0x02005EFE)
"""Before the IPv4 address, in the second half of an ordinary one (RFC 5214)."""


def parse_address(text: str) -> Address:
    """The address of this text as `getaddrinfo` and `getpeername` give it; a zone (`%eth0`) is left out."""
    return ip_address(text.partition("%")[0])


def forms(address: Address) -> tuple[tuple[Address, Kind], ...]:
    """What this address means, each with its kind: itself, or the IPv4 addresses a translator would make of it."""
    if isinstance(address, IPv4Address):
        return ((address, _kind(address)),)
    meant: tuple[Address, ...] = _in_envelope(address) or (*_inside(address), address)
    return tuple((form, _kind(form)) for form in meant)


def kind_of_all(network: Network) -> Kind | None:
    """The kind of all addresses in this network; None when they are of several."""
    same = [(known, kind) for known, kind in _KINDS if known.version == network.version]
    known, kind = next(row for row in same if network.subnet_of(row[0]))  # type: ignore[arg-type] # same version
    inside = {kind for other, kind in same if other.overlaps(network) and other.prefixlen > known.prefixlen}
    return kind if inside <= NEVER or not inside else None


def _in_envelope(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses of an IPv6 address that is nothing but a way to write them."""
    value = int(address)
    if value > 1 and any(address in network for network in _ENVELOPES):
        return (_low(value),)
    if address in _SIX_TO_FOUR:
        return (_low(value >> 80),)
    if address in _TEREDO:
        return (_low(value >> 64), _low(~value))  # its server, and its client (inverted)
    return ()


def _inside(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that some translator may see in an address with a life of its own."""
    value = int(address)
    if address in _NAT64_LOCAL:
        return tuple(found for found in _of_rfc6052(value) if int(found) >> 24)
    return (_low(value),) if (value >> 32) & 0xFFFFFFFF in _ISATAP else ()


def _of_rfc6052(value: int) -> Iterator[IPv4Address]:
    """Where RFC 6052 puts it behind a prefix of 48, 56, 64 and 96 bits; bits 64 to 71 are always left out."""
    squeezed = (value >> 64) << 56 | value & (1 << 56) - 1
    for prefix in (48, 56, 64):
        yield _low(squeezed >> (120 - prefix - 32))
    yield _low(value)


def _kind(address: Address) -> Kind:
    return next(kind for network, kind in _KINDS if address in network)


def _low(value: int) -> IPv4Address:
    return IPv4Address(value & 0xFFFFFFFF)
