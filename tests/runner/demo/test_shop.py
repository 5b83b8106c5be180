from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from tracer_runner.demo import Shop
from tracer_runner.errors import UsageError


def test_a_shop_answers_while_it_is_open_and_not_after() -> None:
    with Shop(port=0) as shop:
        url = shop.url
        assert httpx.get(f"{url}/api/health", trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/api/health", trust_env=False)


def test_no_thread_is_left_of_a_closed_shop() -> None:
    with Shop(port=0) as shop, httpx.Client(base_url=shop.url, trust_env=False) as visitor:
        visitor.get("/")  # and its connection stays open
        assert _threads()
        shop.stop()
        assert not _threads()


def test_a_closed_shop_can_be_opened_again_and_stopped_twice() -> None:
    shop = Shop(port=0)
    shop.start()
    shop.start()
    shop.stop()
    shop.stop()
    with shop:
        assert httpx.get(shop.url, trust_env=False).status_code == 200


def test_a_closed_shop_has_no_address() -> None:
    with pytest.raises(UsageError, match="closed"):
        _ = Shop(port=0).url


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with Shop(port=0) as shop:
        port = shop.port
        with pytest.raises(UsageError) as raised:
            Shop(port=port).start()
    assert raised.value.message == f"Port {port} is taken by another program."
    assert "--port" in (raised.value.hint or "")


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot listen on port 70000"):
        Shop(port=70000).start()


def test_the_shop_listens_on_this_machine_only() -> None:
    with Shop(port=0) as shop:
        assert shop.url == f"http://127.0.0.1:{shop.port}"


@pytest.mark.parametrize("behind", [b"", b"GET /api/health HTTP/1.1\r\nHost: shop\r\n\r\n"], ids=["alone", "queue"])
@pytest.mark.parametrize(("fault", "path"), [("hanging-request", b"/api/products"), ("slow:600", b"/")])
def test_the_shop_closes_at_once_while_a_request_waits(fault: str, path: bytes, behind: bytes) -> None:
    with Shop(port=0, fault=fault) as shop, _connection(shop) as visitor:
        visitor.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: shop\r\n\r\n")
        visitor.settimeout(0.2)
        with pytest.raises(TimeoutError):
            visitor.recv(1)
        visitor.sendall(behind)
        visitor.settimeout(30)
        shop.stop()
        assert not _threads()
        with suppress(ConnectionError):
            assert visitor.recv(65536) == b""


def test_many_requests_go_over_one_connection(shop: Shop) -> None:
    with _connection(shop) as visitor, visitor.makefile("rb") as answers:
        for _ in range(3):
            visitor.sendall(b"GET /api/health HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while line := answers.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert b'"ok"' in answers.read(length)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST /api/cart HTTP/1.1\r\nContent-Length: nine\r\n", 400),
        (b"POST /api/cart HTTP/1.1\r\nContent-Length: -1\r\n", 400),
        (b"POST /api/cart HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", 411),
        (b"GET http://[ HTTP/1.1\r\n", 400),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(shop: Shop, head: bytes, status: int) -> None:
    with _connection(shop) as visitor, visitor.makefile("rb") as answers:
        visitor.sendall(head + b"Host: shop\r\n\r\n")
        assert answers.readline().split()[1] == str(status).encode()


def test_a_large_body_is_refused_and_the_shop_goes_on(visitor: httpx.Client) -> None:
    answer = visitor.post("/api/cart", content=b"x" * 70_000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert answer.headers["connection"] == "close"
    assert visitor.get("/api/health").status_code == 200


def test_a_visitor_who_leaves_in_the_middle_of_a_body_harms_nobody(
    shop: Shop, visitor: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    with _connection(shop) as rude:
        rude.sendall(b"POST /api/cart HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n{")
    assert visitor.get("/api/health").status_code == 200
    shop.stop()
    assert capfd.readouterr() == ("", "")


@contextmanager
def _connection(shop: Shop) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", shop.port), timeout=30) as connection:
        yield connection


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("lamp-shop")]
