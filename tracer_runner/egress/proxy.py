"""The policy as a forward proxy: for browsers, and Playwright's requests.

It listens on loopback, where every process of this machine can reach it, and asks for no password: one would make
Playwright halt each request of a page. A stranger gains what the policy allows, and may spoil a run by asking for what
it denies; machines with strangers on them run workers in a container.
"""

from __future__ import annotations

import dataclasses

from tracer_runner.egress.connecting import Dialled, dial
from tracer_runner.egress.forward_proxy import ForwardProxy
from tracer_runner.egress.policy import Policy
from tracer_runner.egress.resolver import Lookup, Resolver, look_up


class EgressProxy(ForwardProxy):
    """Goes where the policy allows, but to no lane: one run could spoil another through it."""

    def __init__(self, policy: Policy, *, lookup: Lookup = look_up) -> None:
        """`lookup` answers as `socket.getaddrinfo` does."""
        super().__init__(self._dial_checked)
        self._policy = policy
        self._lookup = lookup

    def _dial_checked(self, host: str, port: int, *, timeout: float) -> Dialled:
        policy = dataclasses.replace(self._policy, own=(*self._policy.own, *self.listeners()))
        return dial(Resolver(policy, lookup=self._lookup), host, port, timeout=timeout)
