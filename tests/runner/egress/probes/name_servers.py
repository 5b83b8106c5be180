"""A name server of the test's own, over UDP and TCP at one port."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Reply = Callable[[dns.message.Message], bytes | None]
"""What is sent for a query; None: nothing."""


@dataclass
class Told:
    """Where it is, and how often it was asked."""

    port: int
    over_udp: list[dns.message.Message] = field(default_factory=list)
    over_tcp: list[dns.message.Message] = field(default_factory=list)

    @property
    def resolver(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def name_server(reply: Reply, *, over_tcp: Reply | None = None, ahead: Reply | None = None) -> Iterator[Told]:
    """Answers every query over UDP by `reply`, with `ahead` before it, and over TCP by the other."""
    with _bound() as (udp, tcp):
        told = Told(udp.getsockname()[1])
        works = (lambda: _serve_udp(udp, (ahead, reply), told), lambda: _serve_tcp(tcp, over_tcp or reply, told))
        threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in threads:
            thread.start()
        try:
            yield told
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waking:
                waking.sendto(b"", udp.getsockname())
            socket.create_connection(tcp.getsockname()).close()
            for thread in threads:
                thread.join()


def records(*lines: str, code: str = "NOERROR") -> Reply:
    """Answers with these records, written as in a zone file: `shop.test. 60 IN A 192.0.2.1`."""

    def reply(query: dns.message.Message) -> bytes:
        answer = dns.message.make_response(query)
        answer.set_rcode(dns.rcode.from_text(code))
        for line in lines:
            name, ttl, class_, type_, value = line.split(maxsplit=4)
            answer.answer.append(dns.rrset.from_text(name, int(ttl), class_, type_, value))
        return answer.to_wire(max_size=65535)

    return reply


def truncated(query: dns.message.Message) -> bytes:
    """Too long for UDP."""
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.TC
    return answer.to_wire()


@contextmanager
def _bound() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A UDP and a TCP socket at the same free port."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            yield udp, tcp
            return


def _serve_udp(udp: socket.socket, replies: Sequence[Reply | None], told: Told) -> None:
    while True:
        wire, visitor = udp.recvfrom(65535)
        if not wire:
            return
        told.over_udp.append(dns.message.from_wire(wire))
        for reply in filter(None, replies):
            if answer := reply(told.over_udp[-1]):
                udp.sendto(answer, visitor)


def _serve_tcp(tcp: socket.socket, reply: Reply, told: Told) -> None:
    while True:
        visitor = tcp.accept()[0]
        with visitor:
            length = visitor.recv(2, socket.MSG_WAITALL)
            if not length:
                return
            wire = visitor.recv(struct.unpack("!H", length)[0], socket.MSG_WAITALL)
            told.over_tcp.append(dns.message.from_wire(wire))
            if answer := reply(told.over_tcp[-1]):
                with suppress(OSError):
                    visitor.sendall(struct.pack("!H", len(answer)) + answer)
            visitor.recv(1)  # it leaves
