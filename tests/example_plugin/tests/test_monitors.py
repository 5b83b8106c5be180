"""The two monitor types, and the assertion on what one of them sees."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from tracer_example.banner import Banner, BannerType
from tracer_example.greeting import Greeting
from tracer_example.ping import PingType

from tracer_runner.hooks.contracts import ProbeContext
from tracer_runner.testing import AssertionContract, FakeClient, MonitorTypeContract, drive, serving


def greet(visitor: socket.socket) -> None:
    visitor.sendall(b"220 mail.exam")
    visitor.sendall(b"ple.com ESMTP\r\n")


def answer_ping(visitor: socket.socket) -> None:
    for expected, answer in ((b"AUTH hunter2-is-secret\r\n", b"+OK\r\n"), (b"PING\r\n", b"+PONG\r\n")):
        visitor.sendall(answer if visitor.recv(100) == expected else b"-ERR\r\n")


class TestBanner(MonitorTypeContract):
    monitor = BannerType()
    assertions = (Greeting(),)

    @pytest.fixture
    def well(self) -> Iterator[Mapping[str, Any]]:
        with serving(greet) as (host, port):
            yield {"host": host, "port": port}

    def config_at(self, host: str, port: int) -> Mapping[str, Any]:
        return {"host": host, "port": port}

    def test_it_reads_a_line_that_comes_in_parts(self, well: Mapping[str, Any], client: FakeClient) -> None:
        context = ProbeContext(client=client, timeout=20)
        seen = drive(self.monitor.start(self.monitor.config(**well), context), timeout=20)
        assert seen["banner"].text == "220 mail.example.com ESMTP"


class TestPing(MonitorTypeContract):
    monitor = PingType()

    @pytest.fixture
    def well(self) -> Iterator[Mapping[str, Any]]:
        with serving(answer_ping) as (host, port):
            yield {"host": host, "port": port, "password": "hunter2-is-secret"}

    def config_at(self, host: str, port: int) -> Mapping[str, Any]:
        return {"host": host, "port": port, "password": "hunter2-is-secret"}


class TestGreeting(AssertionContract):
    assertion = Greeting()
    passes: ClassVar = [
        ({}, Banner(text="220 hello", elapsed_ms=1)),
        ({"contains": "ESMTP"}, Banner(text="220 x ESMTP", elapsed_ms=1)),
    ]
    fails: ClassVar = [({}, Banner(text="", elapsed_ms=1)), ({"contains": "SSH"}, Banner(text="220 x", elapsed_ms=1))]
    odd: ClassVar = [Banner(text="\x00\ud800", elapsed_ms=0)]
