"""From a host name to addresses that may be used. A name is looked up once, and what was checked is used."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from tracer_runner.egress.policy import Policy
from tracer_runner.model.addresses import Address, parse_address

Lookup = Callable[[str, int], Sequence[tuple[Any, ...]]]
"""As `socket.getaddrinfo` answers."""
MOST_ADDRESSES = 8
"""How many of a name's addresses are tried; all of them are checked."""


def look_up(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    """Ask the system, as everything on this machine does: files, name servers, and short forms of addresses."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except socket.gaierror:
        socket.socket().close()  # where no file is left nobody was asked, which getaddrinfo does not tell
        raise


class Resolver:
    """Looks names up and checks every address."""

    def __init__(self, policy: Policy, *, lookup: Lookup = look_up) -> None:
        self._policy = policy
        self._lookup = lookup

    def addresses(self, host: str, port: int, *, timeout: float) -> tuple[Address, ...]:
        """The addresses of this host in the order to try them, all of them allowed.

        EgressDenied when one is not; `socket.gaierror` when there are none; TimeoutError after `timeout` seconds.
        """
        if not 0 < port < 65536:
            raise OSError(f"There is no port {port}.")
        found = self._find(host, port, timeout)
        for address in found:
            self.check(address, port=port, host=host)
        return found[:MOST_ADDRESSES]

    def check(self, address: Address, *, port: int, host: str) -> None:
        """EgressDenied when it may not be used."""
        if refusal := self._policy.refusal(address, port=port, host=host):
            raise refusal

    def check_datagrams(self, address: Address, *, port: int, host: str) -> None:
        """EgressDenied when no datagram may be sent there; `check` comes first."""
        if refusal := self._policy.refusal_of_datagrams(address, port=port, host=host):
            raise refusal

    def _find(self, host: str, port: int, timeout: float) -> tuple[Address, ...]:
        name = host.strip("[]").rstrip(".").lower()
        if not name or "\0" in name:
            raise socket.gaierror(socket.EAI_NONAME, f"{host!r} is no host name.")
        if (chosen := self._policy.hosts.get(name)) is not None:
            return (chosen,)
        try:
            return (parse_address(name),)
        except ValueError:
            answers = _in_time(lambda: self._lookup(name, port), timeout, name)
        return tuple(dict.fromkeys(parse_address(answer[4][0]) for answer in answers))


def _in_time(look: Callable[[], Sequence[tuple[Any, ...]]], timeout: float, name: str) -> Sequence[tuple[Any, ...]]:
    """The system's look-up has no time limit of its own; one that hangs is left behind in its thread."""
    answer: Future[Sequence[tuple[Any, ...]]] = Future()

    def work() -> None:
        try:
            answer.set_result(look())
        except UnicodeError:  # a label that is empty or too long
            answer.set_exception(socket.gaierror(socket.EAI_NONAME, f"{name!r} is no host name."))
        except BaseException as fault:
            answer.set_exception(fault)

    threading.Thread(target=work, name="tracer-look-up", daemon=True).start()
    try:
        return answer.result(timeout)
    except TimeoutError as late:
        raise TimeoutError(f"Looking up {name} took too long.") from late
