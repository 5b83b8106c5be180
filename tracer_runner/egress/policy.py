"""May this purpose go to this address? Pure: nothing is looked up here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Literal

from tracer_runner.egress.listeners import Listener, listeners_of
from tracer_runner.errors import EgressDenied
from tracer_runner.model.addresses import NEVER, Address, Kind, Network, forms, parse_address
from tracer_runner.settings import EgressSettings

Purpose = Literal["monitors", "journeys", "webhooks", "channels"]
NAME_SERVER = 53
"""The port of DNS."""


@dataclass(frozen=True)
class Policy:
    """Where one purpose may go."""

    purpose: Purpose
    private: bool
    """Whether private networks are allowed."""
    loopback: bool
    """Whether loopback is allowed."""
    allow: tuple[Network, ...] = ()
    own: tuple[Listener, ...] = ()
    """Where the server itself listens."""
    hosts: Mapping[str, Address] = field(default_factory=dict)
    """Addresses of names, instead of what a name server says."""

    @property
    def setting(self) -> str:
        """The name of the setting that allows more."""
        return f"[egress.{self.purpose}] allow"

    def refusal(self, address: Address, *, port: int, host: str) -> EgressDenied | None:
        """Why this address may not be used; None: it may. `host` is what was asked for, and is only told."""
        for form, kind in forms(address):
            where = _where(host, address=address, form=form)
            if any(listener.is_at(form, port=port) for listener in self.own):
                return _never(f"{where} and port {port} is tracer itself")
            if kind in NEVER:
                return _never(f"{where} is {kind.value}")
            if not self._allows(form, kind=kind):
                return EgressDenied(
                    f"{where} is {kind.value}, and {self.setting} does not list it.",
                    hint=f'If {self.purpose} are to go there, add "{form}" to {self.setting} in tracer.toml.',
                )
        return None

    def refusal_of_datagrams(self, address: Address, *, port: int, host: str) -> EgressDenied | None:
        """Why no UDP may be sent to this allowed address: a service that is no name server did not ask for it."""
        if port == NAME_SERVER or all(self._lists(form) for form, _ in forms(address)):
            return None
        return EgressDenied(
            f"{_where(host, address=address, form=address)}, port {port}: name servers are asked at port {NAME_SERVER},"
            f" and {self.setting} does not list this one.",
            hint=f'If {self.purpose} are to go there, add "{address}" to {self.setting} in tracer.toml.',
        )

    def _allows(self, address: Address, *, kind: Kind) -> bool:
        by_kind = {Kind.PUBLIC: True, Kind.PRIVATE: self.private, Kind.LOOPBACK: self.loopback}
        return by_kind[kind] or self._lists(address)

    def _lists(self, address: Address) -> bool:
        return any(address in network for network in self.allow)


def policy_for(
    purpose: Purpose,
    settings: EgressSettings,
    *,
    loopback_only: bool = True,
    own_listeners: Sequence[tuple[str, int]] = (),
) -> Policy:
    """The policy of one purpose; UsageError for a name below.

    `loopback_only`: the server is reached from this machine alone, so whoever uses it may reach loopback anyway.
    `own_listeners`: addresses and ports the server and its database listen on, `localhost` among them; no other names.
    `("", 8080)` is every address.
    """
    chosen = getattr(settings, purpose)
    return Policy(
        purpose=purpose,
        private=chosen.private,
        loopback=loopback_only,
        allow=tuple(map(ip_network, chosen.allow)),
        own=listeners_of(own_listeners),
        hosts={name: parse_address(address) for name, address in settings.hosts.items()},
    )


def _never(what: str) -> EgressDenied:
    return EgressDenied(f"{what}; no setting allows it.", hint="Choose another address.")


def _where(host: str, *, address: Address, form: Address) -> str:
    """What was asked for, and where it leads."""
    steps = dict.fromkeys((host, str(address), str(form)))
    return " -> ".join(steps)
