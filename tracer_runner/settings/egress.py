"""`[egress]`: where monitors, journeys, webhooks and channels of a server may go."""

from __future__ import annotations

import re
from ipaddress import IPv6Network, ip_address, ip_network

from pydantic import field_validator

from tracer_runner.model.addresses import NEVER, kind_of_all
from tracer_runner.model.record import Record

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


class _Purpose(Record):
    allow: tuple[str, ...] = ()
    """Addresses (`10.0.0.5`) and networks (`10.1.0.0/16`) that are allowed although the rule says no."""

    @field_validator("allow")
    @classmethod
    def _are_networks(cls, allow: tuple[str, ...]) -> tuple[str, ...]:
        faults = [fault for fault in map(_network_fault, allow) if fault]
        if faults:
            raise ValueError("; ".join(faults))
        return allow


class LookingSettings(_Purpose):
    """`[egress.monitors]` and `[egress.journeys]`: for what looks at sites."""

    private: bool = True
    """Whether private networks are allowed without being listed."""


class TellingSettings(_Purpose):
    """`[egress.webhooks]` and `[egress.channels]`: for what tells of runs and alerts."""

    private: bool = False
    """Whether private networks are allowed without being listed."""


class EgressSettings(Record):
    """`[egress]`: the operator's word on where a server may go. `tracer run` and pytest are not held to it."""

    hosts: dict[str, str] = {}
    """The address of a host name, instead of what a name server says. The policy holds for it too."""
    monitors: LookingSettings = LookingSettings()
    journeys: LookingSettings = LookingSettings()
    webhooks: TellingSettings = TellingSettings()
    channels: TellingSettings = TellingSettings()

    @field_validator("hosts")
    @classmethod
    def _names_have_addresses(cls, hosts: dict[str, str]) -> dict[str, str]:
        faults = [fault for name, address in hosts.items() if (fault := _host_fault(name, address=address))]
        if faults:
            raise ValueError("; ".join(faults))
        return {name.lower(): address for name, address in hosts.items()}


def _network_fault(text: str) -> str | None:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return f'"{text}" is no address; write "10.0.0.5" or "10.1.0.0/16" (no names: where they lead can change)'
    if "%" in text:
        return f'"{text}" has a zone; write it without'
    if isinstance(network, IPv6Network) and network.subnet_of(IPv6Network("::ffff:0:0/96")):
        return f'"{text}" is an IPv4 address inside an IPv6 one; write the IPv4 address'
    if "/" in text and str(network.network_address) != str(ip_address(text.partition("/")[0])):
        return f'"{text}" is an address in a network; write "{network}" or "{text.partition("/")[0]}"'
    if (kind := kind_of_all(network)) in NEVER and kind:
        return f'"{text}" is {kind.value}, which no setting allows; take it out'
    return None


def _host_fault(name: str, *, address: str) -> str | None:
    if not _NAME.fullmatch(name.lower()):
        return f'"{name}" is no host name; write it alone, without scheme, port and last dot'
    try:
        ip_address(address)
    except ValueError:
        return f'"{name}" has "{address}", which is no address; write one as "10.0.0.5"'
    return None
