"""What an HTTP probe sends, and what it makes of an ordinary answer."""

from __future__ import annotations

import base64
import gzip
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import HttpProber, HttpRequest
from tracer_runner.errors import ProbeFailed
from tracer_runner.settings import EgressSettings
from tracer_runner.testing.targets import nobody

from .web_servers import ok, web_server

SECONDS = 5.0
"""More than any answer here takes."""


def test_an_answer_is_told_with_all_its_parts(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(b"hello", b"X-Two: a", b"x-two: b", b"Content-Type: text/plain")) as server:
        seen = prober.look(client, HttpRequest(url=f"{server.url}/shelf?of=books#top"), timeout=SECONDS)
    response = seen.response
    assert (response.status, response.body, response.body_cut, response.body_fault) == (200, b"hello", False, None)
    assert response.url == f"{server.url}/shelf?of=books"
    assert response.headers == (
        ("Content-Length", "5"),
        ("X-Two", "a"),
        ("x-two", "b"),
        ("Content-Type", "text/plain"),
    )
    assert seen.certificate is None


def test_each_part_of_the_time_is_measured(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok()) as server:
        response = prober.look(client, HttpRequest(url=server.at("shop.test")), timeout=SECONDS).response
    timings = response.timings
    parts = [timings.dns_ms, timings.connect_ms, timings.ttfb_ms, timings.transfer_ms]
    assert all(part is not None and part >= 0 for part in parts)
    assert timings.tls_ms is None
    assert response.elapsed_ms is not None
    assert sum(part or 0 for part in parts) <= response.elapsed_ms


def test_the_request_says_what_it_is_to_say_and_nothing_of_this_machine(
    prober: HttpProber, client: EgressClient
) -> None:
    with web_server(ok()) as server:
        request = HttpRequest(url=server.at("shop.test"), headers=(("X-Trace", "1"), ("X-Empty", "")))
        prober.look(client, request, timeout=SECONDS)
    head = server.asked[0].decode().split("\r\n")
    assert head[0] == "GET / HTTP/1.1"
    assert f"Host: shop.test:{server.port}" in head
    assert "X-Trace: 1" in head
    assert "X-Empty:" in head
    assert {line.partition(":")[0] for line in head[1:] if line} == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "X-Trace", "X-Empty",
    }  # fmt: skip


def test_letters_of_every_language_are_sent_as_utf_8(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok()) as server:
        request = HttpRequest(url=f"http://änne:größe@127.0.0.1:{server.port}/ü?ü", headers=(("X-Size", "größe"),))
        prober.look(client, request, timeout=SECONDS)
    assert server.asked[0].startswith(b"GET /%C3%BC?%C3%BC HTTP/1.1\r\n")
    assert "\r\nX-Size: größe\r\n".encode() in server.asked[0]
    credentials = base64.b64encode("änne:größe".encode())
    assert b"Authorization: Basic " + credentials in server.asked[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
def test_a_body_is_sent_with_any_method(prober: HttpProber, client: EgressClient, method: str) -> None:
    with web_server(ok()) as server:
        prober.look(client, HttpRequest(url=server.url, method=method, body=b"\x00 1"), timeout=SECONDS)
    assert server.asked[0].startswith(method.encode() + b" / HTTP/1.1\r\n")
    assert server.asked[0].endswith(b"\r\n\r\n\x00 1")
    assert b"Content-Type" not in server.asked[0], "nobody said what it is"


def test_a_post_without_a_body_says_that_there_is_none(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok()) as server:
        prober.look(client, HttpRequest(url=server.url, method="POST"), timeout=SECONDS)
    assert b"\r\nContent-Length: 0\r\n" in server.asked[0]


def test_a_head_request_waits_for_no_body(prober: HttpProber, client: EgressClient) -> None:
    with web_server(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n") as server:
        response = prober.look(client, HttpRequest(url=server.url, method="HEAD"), timeout=SECONDS).response
    assert (response.status, response.body) == (200, b"")


def test_credentials_in_the_url_become_basic_authentication_and_are_not_shown(
    prober: HttpProber, client: EgressClient
) -> None:
    with web_server(ok()) as server:
        request = HttpRequest(url=f"http://ada:p%40ss@127.0.0.1:{server.port}/")
        response = prober.look(client, request, timeout=SECONDS).response
    assert b"\r\nAuthorization: Basic YWRhOnBAc3M=\r\n" in server.asked[0]
    assert "ada" not in response.url + repr(request)


def test_a_long_body_is_cut_at_the_limit(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(b"x" * 1001)) as server:
        cut = prober.look(client, HttpRequest(url=server.url, body_limit=1000), timeout=SECONDS).response
        whole = prober.look(client, HttpRequest(url=server.url, body_limit=1001), timeout=SECONDS).response
    assert (len(cut.body), cut.body_cut) == (1000, True)
    assert (len(whole.body), whole.body_cut) == (1001, False)


def test_a_packed_body_is_unpacked(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(gzip.compress(b"hello"), b"Content-Encoding: gzip")) as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert response.body == b"hello"


def test_a_body_that_cannot_be_unpacked_is_told_and_the_rest_of_the_answer_kept(
    prober: HttpProber, client: EgressClient
) -> None:
    with web_server(ok(b"no gzip at all", b"Content-Encoding: gzip")) as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert (response.status, response.body) == (200, b"")
    assert response.body_fault


def test_nothing_is_carried_from_one_look_to_the_next(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(b"", b"Set-Cookie: id=7")) as server:
        first = HttpRequest(url=server.url, method="POST", body=b"secret", headers=(("Authorization", "Bearer 7"),))
        prober.look(client, first, timeout=SECONDS)
        prober.look(client, HttpRequest(url=server.url), timeout=SECONDS)
    assert server.asked[1].startswith(b"GET ")
    for word in (b"Cookie", b"Authorization", b"secret"):
        assert word not in server.asked[1]


def test_several_threads_share_a_prober(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(b"one")) as first, web_server(ok(b"two")) as second, ThreadPoolExecutor(4) as threads:
        requests = [HttpRequest(url=first.url), HttpRequest(url=second.url)] * 10
        looks = list(threads.map(lambda request: prober.look(client, request, timeout=SECONDS), requests))
    assert [look.response.body for look in looks] == [b"one", b"two"] * 10


def test_a_proxy_of_the_environment_is_not_used(
    prober: HttpProber, client: EgressClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web_server(ok(b"proxy")) as proxy, web_server(ok(b"target")) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        response = prober.look(client, HttpRequest(url=server.at("shop.test")), timeout=SECONDS).response
    assert response.body == b"target"
    assert proxy.asked == []


def test_nobody_there_is_a_refusal(prober: HttpProber, client: EgressClient) -> None:
    with nobody() as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=f"http://{host}:{port}"), timeout=SECONDS)
    assert (caught.value.reason, caught.value.message) == ("refused", f"{host}:{port} refused the connection.")


def test_an_ipv6_address_is_asked_and_named_as_one_writes_it(prober: HttpProber, client: EgressClient) -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("This machine has no IPv6.")
    with listening:
        port = listening.getsockname()[1]
        with pytest.raises(ProbeFailed) as caught:  # nobody accepts: the connection waits
            prober.look(client, HttpRequest(url=f"http://[::1]:{port}/"), timeout=0.05)
    assert caught.value.message == f"[::1]:{port} did not answer in time."


def test_a_name_without_an_address_is_a_fault_of_the_name(prober: HttpProber) -> None:
    def nothing(host: str, port: int) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with (
        open_client(policy_for("monitors", EgressSettings()), lookup=nothing) as client,
        pytest.raises(ProbeFailed) as caught,
    ):
        prober.look(client, HttpRequest(url="http://nowhere.test"), timeout=SECONDS)
    assert caught.value.reason == "dns"
