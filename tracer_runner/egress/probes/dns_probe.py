"""Ask a name server one question: over UDP, and over TCP when the answer is too long for that.

probe_dns(client, DnsQuestion(name="example.com", record_type="MX"), timeout=5).values
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Literal

import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode

from tracer_runner.egress.deadline import seconds_left
from tracer_runner.egress.probes.dialling import Datagrams
from tracer_runner.egress.probes.dns_records import records_of
from tracer_runner.egress.probes.faults import faults_of
from tracer_runner.egress.probes.name_servers import NameServer, SystemClient, parse_name_server, system_name_servers
from tracer_runner.errors import ProbeFailed, UsageError
from tracer_runner.model.observation import DnsAnswer

RecordType = Literal["A", "AAAA", "CNAME", "MX", "TXT", "NS", "SOA"]
TRIES = 3
"""Datagrams get lost."""
PAYLOAD = 1232
"""How long an answer may be over UDP without being cut into pieces on its way (DNS flag day 2020)."""
_ANSWERS = frozenset({dns.rcode.NOERROR, dns.rcode.NXDOMAIN})


@dataclass(frozen=True)
class DnsQuestion:
    """What is asked, and of whom."""

    name: str
    record_type: RecordType = "A"
    resolver: str | None = None
    """As `parse_name_server` takes it; None: the name servers of this machine."""


def probe_dns(
    client: Datagrams,
    question: DnsQuestion,
    *,
    timeout: float,
    of_the_system: Callable[[], Sequence[NameServer]] = system_name_servers,
) -> DnsAnswer:
    """The answer, within `timeout` seconds; that there is no such name is one.

    ProbeFailed when no name server that was asked knows (SERVFAIL, REFUSED), answers in time or is understood;
    EgressDenied when it may not be asked; UsageError when the name or the resolver is none.
    """
    start = time.monotonic()
    query = _query(question)
    servers = of_the_system() if question.resolver is None else [parse_name_server(question.resolver)]
    way = SystemClient() if question.resolver is None else client
    server, reply = _ask(way, query, servers=servers, end=start + timeout)
    try:
        records = records_of(reply)
    except dns.exception.DNSException as fault:
        raise _not_understood(server) from fault
    return DnsAnswer(
        name=question.name,
        record_type=question.record_type,
        records=records,
        code=dns.rcode.to_text(reply.rcode()),
        elapsed_ms=1000 * (time.monotonic() - start),
        resolver=server.where,
    )


def _query(question: DnsQuestion) -> dns.message.QueryMessage:
    try:
        return dns.message.make_query(question.name, question.record_type, use_edns=0, payload=PAYLOAD)
    except (dns.exception.DNSException, UnicodeError) as fault:
        raise UsageError(f"{question.name!r} is no domain name.", hint='Write one as "example.com".') from fault


def _ask(
    way: Datagrams, query: dns.message.QueryMessage, *, servers: Sequence[NameServer], end: float
) -> tuple[NameServer, dns.message.QueryMessage]:
    """The first answer, and whose it is. Who answers badly is not asked again; who is silent is."""
    tries = list(islice(cycle(servers), TRIES))
    fault: ProbeFailed | None = None
    while tries:
        server, left = tries[0], end - time.monotonic()
        try:
            with faults_of(f"The name server {server.where}"):
                reply = _exchange(way, server, query, end=time.monotonic() + left / len(tries))
            _check_code(reply, server)
        except ProbeFailed as failed:
            fault = failed
            silent = failed.reason not in {"dns", "protocol"}
            tries = tries[1:] if silent else [other for other in tries if other != server]
        else:
            return server, reply
    assert fault is not None
    raise fault


def _check_code(reply: dns.message.QueryMessage, server: NameServer) -> None:
    if reply.rcode() not in _ANSWERS:
        code = dns.rcode.to_text(reply.rcode())
        raise ProbeFailed(f"The name server {server.where} answered {code}.", reason="dns")


def _exchange(
    way: Datagrams, server: NameServer, query: dns.message.QueryMessage, *, end: float
) -> dns.message.QueryMessage:
    with closing(way.datagram(server.host, server.port, timeout=seconds_left(end))) as connected:
        try:
            reply = _over_udp(connected, query, end=end)
        except dns.exception.DNSException as fault:
            raise _not_understood(server) from fault
    if reply is not None:
        return reply
    with closing(way.dial(server.host, server.port, timeout=seconds_left(end)).socket) as connected:
        return _over_tcp(connected, query, server=server, end=end)


def _over_udp(
    connected: socket.socket, query: dns.message.QueryMessage, *, end: float
) -> dns.message.QueryMessage | None:
    """None: it is too long for UDP. What is no answer to this query (late, forged, nonsense) is not heard."""
    connected.send(query.to_wire())
    while time.monotonic() < end:  # nonsense without an end is no answer
        connected.settimeout(seconds_left(end))
        wire = connected.recv(65535)
        try:
            reply = dns.message.from_wire(wire, raise_on_truncation=True)
        except dns.message.Truncated as cut:
            if query.is_response(cut.message()):  # type: ignore[no-untyped-call]
                return None
        except dns.exception.DNSException:
            if wire[:2] == query.id.to_bytes(2, "big"):
                raise  # it is theirs, and broken
        else:
            if isinstance(reply, dns.message.QueryMessage) and query.is_response(reply):
                return reply
    raise TimeoutError


def _over_tcp(
    connected: socket.socket, query: dns.message.QueryMessage, *, server: NameServer, end: float
) -> dns.message.QueryMessage:
    connected.setblocking(False)  # dnspython waits by itself
    try:
        reply = dns.query.tcp(query, server.host, timeout=seconds_left(end), sock=connected)
    except dns.exception.Timeout as fault:
        raise TimeoutError from fault
    except (dns.exception.DNSException, EOFError) as fault:
        raise _not_understood(server) from fault
    assert isinstance(reply, dns.message.QueryMessage)
    return reply


def _not_understood(server: NameServer) -> ProbeFailed:
    return ProbeFailed(f"What the name server {server.where} answered is not understood.", reason="protocol")
