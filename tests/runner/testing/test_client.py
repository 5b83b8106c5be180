"""What the client for tests gives to monitor types, and that probes go out by it alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tracer_runner.egress.probes import DnsQuestion, HttpProber, HttpRequest, TcpProber, TcpTarget, probe_dns
from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.testing import FakeClient, Receiver, SocketGuard
from tracer_runner.testing.targets import say_nothing, serving

SECONDS = 5.0


@pytest.fixture
def client() -> Iterator[FakeClient]:
    client = FakeClient()
    yield client
    client.close()


def test_dialling_leads_where_the_test_says_and_is_watched() -> None:
    with serving(say_nothing) as place:
        client = FakeClient(places={("redis.example.com", 6379): place})
        dialled = client.dial("redis.example.com", 6379, timeout=SECONDS)
        assert dialled.socket.getpeername() == place
        assert client.left_open == [dialled.socket]
        client.close()
    assert client.left_open == []


def test_its_proxy_connects_as_it_does_and_keeps_what_it_refused() -> None:
    with Receiver() as receiver:
        here = urlsplit(receiver.url)
        client = FakeClient(places={("hooks.example.com", 80): (str(here.hostname), int(here.port or 0))})
        with client.proxy() as proxy, httpx.Client(proxy=proxy.address, trust_env=False) as other:
            assert other.post("http://hooks.example.com/", content=b"hello").status_code == 200
            assert other.post("http://elsewhere.example.com/").status_code == 403
        assert [received.body for received in receiver.received] == [b"hello"]
        assert [denied.message.partition(" ")[0] for denied in proxy.denials] == ["elsewhere.example.com"]


def test_a_datagram_reaches_a_server_of_the_test(client: FakeClient) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(SECONDS)
        client.datagram(*server.getsockname()).send(b"hello")
        assert server.recv(10) == b"hello"
    assert len(client.left_open) == 1


def test_no_way_leads_to_another_machine(client: FakeClient) -> None:
    for way in (client.connect, client.dial, client.datagram):
        with pytest.raises(EgressDenied):
            way("192.0.2.1", 53)


def test_every_probe_goes_out_by_the_client_alone() -> None:
    def answer(visitor: socket.socket) -> None:
        visitor.recv(65536)
        visitor.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        visitor.close()

    with serving(answer) as place, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server, SocketGuard():
        server.bind(("127.0.0.1", 0))
        client = FakeClient(places={("shop.test", 80): place, ("ns.test", 53): server.getsockname()})
        prober = HttpProber()
        assert prober.look(client, HttpRequest(url="http://shop.test"), timeout=SECONDS).response.status == 204
        prober.close()
        assert TcpProber().look(client, TcpTarget("shop.test", 80), timeout=SECONDS).certificate is None
        with pytest.raises(ProbeFailed, match="did not answer in time"):
            probe_dns(client, DnsQuestion("shop.test", resolver="ns.test"), timeout=0.05)
        assert client.left_open == []
        client.close()
