"""The forward proxy: what it passes on, what it says no to, and what it does with clients that misbehave."""

from __future__ import annotations

import functools
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tracer_runner.egress import proxy_connection
from tracer_runner.egress.lane import Lane
from tracer_runner.egress.proxy import EgressProxy

from .conftest import strict
from .lookups import numeric
from .raw import talk
from .site import Site


@pytest.fixture
def proxy() -> Iterator[EgressProxy]:
    with EgressProxy(strict("journeys")) as proxy:
        yield proxy


@pytest.fixture
def lane(proxy: EgressProxy) -> Lane:
    return proxy.open_lane("run")


@pytest.fixture
def browser(lane: Lane) -> Iterator[httpx.Client]:
    """A client that goes through the lane, as browsers do."""
    with httpx.Client(proxy=lane.address, trust_env=False) as client:
        yield client


def not_to(port: int, connect: Callable[..., socket.socket], place: tuple[str, int], **options: Any) -> socket.socket:
    """Connects as ever, but not to this port."""
    assert place[1] != port
    return connect(place, **options)


@contextmanager
def scripted(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A site that reads one request and says exactly this; its port, and what it read."""
    read: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def work() -> None:
            with server.accept()[0] as connected:
                read.append(connected.recv(65536))
                connected.sendall(answer)

        thread = threading.Thread(target=work)
        thread.start()
        yield server.getsockname()[1], read
        thread.join()


def test_a_request_is_passed_on_without_what_is_between_neighbours(browser: httpx.Client, site: Site) -> None:
    answer = browser.get(
        f"http://site.test:{site.port}/echo?a=1#part",
        headers={"Proxy-Authorization": "x", "Connection": "X-Hop", "X-Hop": "1", "X-End": "2", "TE": "trailers"},
    )
    seen = answer.json()
    headers = {name.lower() for name, _ in seen["headers"]}
    assert seen["path"] == "/echo?a=1"
    assert "x-end" in headers
    assert not headers & {"proxy-authorization", "x-hop", "te", "proxy-connection", "connection"}
    assert dict(seen["headers"])["Host"] == f"site.test:{site.port}"


def test_the_host_of_the_address_counts_and_not_that_of_the_header(lane: Lane, site: Site) -> None:
    answer = talk(
        lane,
        f"GET http://site.test:{site.port}/echo HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n".encode(),
    )
    seen = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert dict(seen["headers"])["Host"] == f"site.test:{site.port}"


@pytest.mark.parametrize("body", [b"", b"x" * 100, b"y" * 1_000_000])
def test_bodies_of_any_size_come_through_both_ways(browser: httpx.Client, site: Site, body: bytes) -> None:
    assert len(browser.post(f"{site.url}/echo", content=body).json()["body"]) == len(body)
    assert len(browser.get(f"{site.url}/big?bytes=3000000").content) == 3_000_000


def test_one_connection_serves_many_requests_and_sites(lane: Lane, site: Site) -> None:
    with Site() as other:
        places = [site, site, other, other, site]
        requests = [f"GET {place.url}/echo HTTP/1.1\r\nHost: x\r\n\r\n" for place in places]
        requests += [f"HEAD {site.url}/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"]
        answers = talk(lane, "".join(requests).encode())
    ports = [f'"Host", "127.0.0.1:{place.port}"'.encode() for place in places]
    assert [port in answer for port, answer in zip(ports, answers.split(b"HTTP/1.1 200")[1:], strict=False)] == [
        True
    ] * 5
    assert answers.count(b"HTTP/1.1 200") == 6


def test_a_browser_uses_its_connections_again(browser: httpx.Client, lane: Lane, site: Site) -> None:
    for _ in range(5):
        browser.get(f"{site.url}/echo")
        browser.head(f"{site.url}/echo")
    assert len(lane.connections) == 1


def test_a_body_without_length_stays_one(browser: httpx.Client) -> None:
    with scripted(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") as (port, read):
        answer = browser.post(f"http://127.0.0.1:{port}/", content=iter([b"one", b"two"]))
        assert (answer.content, answer.headers.get("Transfer-Encoding")) == (b"abc", "chunked")
    with scripted(b"HTTP/1.0 200 OK\r\n\r\nuntil the end") as (port, read):
        assert browser.get(f"http://127.0.0.1:{port}/").content == b"until the end"
    assert b"Host: 127.0.0.1" in read[0]


def test_what_comes_bit_by_bit_is_passed_on_bit_by_bit(browser: httpx.Client) -> None:
    more = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def stream() -> None:
            with server.accept()[0] as connected:
                connected.recv(65536)
                connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
                more.wait(5)
                connected.sendall(b"data: 2\n\n")

        thread = threading.Thread(target=stream)
        thread.start()
        with browser.stream("GET", f"http://127.0.0.1:{server.getsockname()[1]}/") as answer:
            parts = answer.iter_raw()
            assert next(parts) == b"data: 1\n\n"
            more.set()
            assert next(parts) == b"data: 2\n\n"
        thread.join()


def test_a_refusal_says_what_to_set_and_is_kept_once(browser: httpx.Client, lane: Lane) -> None:
    answer = browser.get("http://inner.test/")
    assert answer.status_code == 403
    assert "[egress.journeys] allow does not list it" in answer.text
    with pytest.raises(httpx.ProxyError, match="403"):
        browser.get("https://inner.test/")
    (denied,) = lane.denials
    assert denied.message in answer.text


def test_a_site_that_cannot_be_reached_is_no_answer(browser: httpx.Client, lane: Lane) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        browser.get("http://site.test:1/")
    with pytest.raises(httpx.ProxyError, match="502"):
        browser.get("https://site.test:1/")
    assert lane.failures == ("site.test refused the connection.",)


def test_a_site_that_hangs_up_or_talks_nonsense_is_no_answer(browser: httpx.Client) -> None:
    for nonsense in (b"", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", b"SSH-2.0-x\r\n"):
        with scripted(nonsense) as (port, _), pytest.raises(httpx.TransportError):
            browser.get(f"http://127.0.0.1:{port}/")


def test_a_tunnel_carries_bytes_of_any_kind(lane: Lane) -> None:
    with scripted(b"\x00pong") as (port, read):
        answer = talk(lane, f"CONNECT site.test:{port} HTTP/1.1\r\nHost: x\r\n\r\n".encode() + b"\x00ping")
    assert answer == b"HTTP/1.1 200 Connection established\r\n\r\n\x00pong"
    assert read == [b"\x00ping"]


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: site.test\r\n\r\n",
        b"GET https://site.test/ HTTP/1.1\r\nHost: site.test\r\n\r\n",
        b"GET http://user@site.test/ HTTP/1.1\r\nHost: site.test\r\n\r\n",
        b"CONNECT site.test HTTP/1.1\r\nHost: site.test\r\n\r\n",
        b"CONNECT site.test:0 HTTP/1.1\r\nHost: site.test\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_what_is_no_request_for_a_proxy_is_refused(lane: Lane, head: bytes) -> None:
    assert talk(lane, head).startswith(b"HTTP/1.1 400")


def test_a_head_that_is_too_big_is_refused(lane: Lane) -> None:
    head = b"GET http://site.test/ HTTP/1.1\r\nX: " + b"x" * 2 * proxy_connection.HEAD_BYTES
    assert talk(lane, head).startswith(b"HTTP/1.1 431")


def test_a_head_that_never_ends_is_given_up(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_connection, "HEAD_SECONDS", 0.05)
    with socket.create_connection(lane.listener.getsockname(), timeout=5) as connected:
        connected.sendall(b"GET http://site.test/ HT")
        assert connected.recv(99) == b""


def test_a_lane_that_was_closed_lets_nothing_through(proxy: EgressProxy, lane: Lane) -> None:
    address = lane.listener.getsockname()
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(address, timeout=5) as tunnel:
        tunnel.sendall(f"CONNECT site.test:{server.getsockname()[1]} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert tunnel.recv(99).startswith(b"HTTP/1.1 200")
        proxy.close_lane(lane)
        assert tunnel.recv(99) == b""
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(address, timeout=5)
    proxy.close_lane(lane)


@pytest.mark.parametrize("method", ["GET http://slow.test:{port}/", "CONNECT slow.test:{port}"])
def test_a_lane_that_was_closed_while_it_connected_sends_nothing(method: str) -> None:
    looking, closed = threading.Event(), threading.Event()

    def look_up(host: str, port: int) -> Sequence[tuple[Any, ...]]:
        looking.set()
        closed.wait(5)
        return numeric("127.0.0.1", port)

    with EgressProxy(strict("journeys"), lookup=look_up) as proxy, socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        lane = proxy.open_lane("run")
        request = method.format(port=server.getsockname()[1]).encode() + b" HTTP/1.1\r\nHost: x\r\n\r\nearly"
        with socket.create_connection(lane.listener.getsockname(), timeout=5) as client:
            client.sendall(request)
            assert looking.wait(5)
            proxy.close_lane(lane)
            closed.set()
            with server.accept()[0] as connected:
                connected.settimeout(5)
                assert connected.recv(99) == b""


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "site.test"])
def test_one_lane_does_not_lead_to_another(
    proxy: EgressProxy, lane: Lane, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = proxy.open_lane("other")
    port = other.listener.getsockname()[1]
    monkeypatch.setattr(socket, "create_connection", functools.partial(not_to, port, socket.create_connection))
    answer = talk(lane, f"CONNECT {host}:{port} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403")
    assert f"port {port} is tracer itself".encode() in answer
    assert other.denials == ()
