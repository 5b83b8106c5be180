"""The guard hears every socket that is opened past the client, in any thread, whoever catches it."""

from __future__ import annotations

import contextlib
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.testing import FakeClient, OwnSocket, SocketGuard, permitted, serving
from tracer_runner.testing.targets import nobody, say_nothing


def connect(place: tuple[str, int]) -> None:
    with socket.socket() as own:
        own.connect(place)


def send_datagram(place: tuple[str, int]) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as own:
        own.sendto(b"x", place)


def look_up(place: tuple[str, int]) -> None:
    socket.getaddrinfo(*place)


def ask_over_http(place: tuple[str, int]) -> None:
    httpx.get(f"http://{place[0]}:{place[1]}/", trust_env=False)


@pytest.mark.parametrize("way", [connect, send_datagram, look_up, ask_over_http])
def test_a_way_past_the_client_is_an_error_that_names_the_address(way: object) -> None:
    assert callable(way)
    with nobody() as place, pytest.raises(OwnSocket, match=r"127.0.0.1.*use the client"), SocketGuard():
        way(place)


def test_one_that_catches_the_error_fails_all_the_same() -> None:
    with nobody() as place, pytest.raises(OwnSocket), SocketGuard(), contextlib.suppress(Exception, AssertionError):
        connect(place)


def test_one_that_makes_it_an_error_of_its_own_fails_all_the_same() -> None:
    def convert(place: tuple[str, int]) -> None:
        try:
            connect(place)
        except OwnSocket as fault:
            raise ProbeFailed("It is down.", reason="refused") from fault

    with nobody() as place, pytest.raises(OwnSocket), SocketGuard():
        convert(place)


def test_one_that_does_so_in_a_thread_fails_all_the_same() -> None:
    def work(place: tuple[str, int]) -> None:
        with contextlib.suppress(OwnSocket):
            connect(place)

    with nobody() as place, ThreadPoolExecutor() as pool, pytest.raises(OwnSocket), SocketGuard():
        pool.submit(work, place).result()


def test_what_the_client_opens_is_allowed() -> None:
    client = FakeClient()
    with serving(say_nothing) as (host, port), SocketGuard():
        client.connect(host, port)
        with pytest.raises(httpx.ReadTimeout):
            client.http.get(f"http://{host}:{port}/", timeout=0.1)
        with permitted():
            connect((host, port))
    client.close()


def test_sending_on_a_connected_socket_is_allowed() -> None:
    client = FakeClient()
    with serving(say_nothing) as (host, port), SocketGuard():
        own = client.connect(host, port)
        own.sendall(b"x")
        own.sendmsg([b"x"])
    client.close()


def test_without_a_guard_nothing_is_heard() -> None:
    with SocketGuard():
        pass
    with serving(say_nothing) as place:
        connect(place)


def test_the_client_leads_to_this_machine_only() -> None:
    client = FakeClient()
    with pytest.raises(EgressDenied, match=r"192\.0\.2\.1"):
        client.connect("192.0.2.1", 80)
    with pytest.raises(EgressDenied, match=r"example\.com"):
        client.http.get("http://example.com/")
    client.close()


def test_the_client_leads_where_a_test_says_and_knows_what_was_left_open() -> None:
    with serving(say_nothing) as place:
        client = FakeClient(places={("redis.example.com", 6379): place})
        connected = client.connect("redis.example.com", 6379)
        assert client.left_open == [connected]
        connected.close()
        assert client.left_open == []
        client.close()


def test_the_client_answers_by_a_function_and_keeps_what_was_asked() -> None:
    client = FakeClient(lambda request: httpx.Response(418, text=request.url.path))
    assert client.http.get("https://api.example.com/tea").status_code == 418
    assert [request.url.host for request in client.requests] == ["api.example.com"]
    client.close()
