"""Web servers that lie, babble, drip and never end."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tracer_runner.egress import EgressClient
from tracer_runner.egress.probes import HttpProber, HttpRequest
from tracer_runner.errors import ProbeFailed
from tracer_runner.testing.targets import Treat, babble, hang_up, reset, serving

from .web_servers import dripping, for_ever, ok, then_silent, web_server

SECONDS = 5.0
SHORT = 0.1
"""For servers that never come to an end: only the deadline ends these looks."""
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
SECRET = b"s3cret-of-the-target"

WRONG = {
    "status 000": b"HTTP/1.1 000 " + SECRET + b"\r\nContent-Length: 0\r\n\r\n",
    "status 099": b"HTTP/1.1 099 " + SECRET + b"\r\nContent-Length: 0\r\n\r\n",
    "status of four digits": b"HTTP/1.1 2000 " + SECRET + b"\r\n\r\n",
    "status of letters": b"HTTP/1.1 abc " + SECRET + b"\r\n\r\n",
    "a reason of 1 MB": b"HTTP/1.1 200 " + SECRET * 50_000 + b"\r\n\r\n",
    "one header of 1 MB": HEAD + b"Set-Cookie: " + SECRET * 50_000 + b"\r\n\r\n",
    "10,000 headers": HEAD + b"".join(b"X-%d: " % number + SECRET + b"\r\n" for number in range(10_000)) + b"\r\n",
    "a header without a colon": HEAD + SECRET + b"\r\n\r\n",
    "a header with a zero byte": HEAD + b"X: \0" + SECRET + b"\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "a length below zero": HEAD + b"Content-Length: -5\r\n\r\n" + SECRET,
    "a length of letters": HEAD + b"Content-Length: many\r\n\r\n" + SECRET,
    "more length than body": HEAD + b"Content-Length: 1000\r\n\r\n" + SECRET,
    "chunks of letters": CHUNKED + b"zz\r\n" + SECRET,
    "a chunk that is shorter than it says": CHUNKED + b"ff\r\n" + SECRET,
    "a chunk of more than there can be": CHUNKED + b"ffffffffffffffffff\r\n" + SECRET,
    "chunks without an end": CHUNKED + b"5\r\nhello\r\n",
    "HTTP/0.9": SECRET,
    "another protocol": b"SSH-2.0-" + SECRET + b"\r\n",
    "interim answers without an answer": b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000,
    "a switch of protocols nobody asked for": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + SECRET,
    "nothing": b"",
    "a hang-up": hang_up,
    "a reset": reset,
    "bytes of every kind": babble,
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_http_is_the_targets_fault_and_never_quoted(
    prober: HttpProber, client: EgressClient, answer: bytes | Treat
) -> None:
    with web_server(answer) as server, pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=SECONDS)
    assert caught.value.reason == "protocol"
    assert caught.value.message.startswith(f"{server.host}:{server.port} ")
    assert SECRET.decode() not in caught.value.message


@pytest.mark.parametrize("treat", [hang_up, reset, babble])
@pytest.mark.parametrize("turn", range(5))
def test_a_server_that_is_gone_before_it_is_asked_is_at_fault(
    prober: HttpProber, client: EgressClient, treat: Treat, turn: int
) -> None:
    """Five times: it may be gone at every moment."""
    with serving(treat) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=f"http://{host}:{port}"), timeout=SECONDS)
    assert caught.value.reason == "protocol"


ENDLESS = {
    "silence": then_silent(b""),
    "silence within the headers": then_silent(HEAD),
    "silence within the body": then_silent(HEAD + b"Content-Length: 100\r\n\r\nhello"),
    "a status line that drips": dripping(b"HTTP/1.1 200 ", b"x"),
    "headers that drip": dripping(HEAD, b"X: y\r\n"),
    "a body that drips": dripping(HEAD + b"Content-Length: 1000000\r\n\r\n", b"x"),
    "chunks that drip": dripping(CHUNKED, b"1\r\nx\r\n"),
    "interim answers that drip": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("treat", ENDLESS.values(), ids=ENDLESS.keys())
def test_the_deadline_holds_whatever_the_server_does(prober: HttpProber, client: EgressClient, treat: Treat) -> None:
    with web_server(treat) as server, pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=SHORT)
    assert (caught.value.reason, caught.value.message) == (
        "timeout",
        f"{server.host}:{server.port} did not answer in time.",
    )


def test_headers_without_an_end_are_not_gathered_until_the_deadline(prober: HttpProber, client: EgressClient) -> None:
    with (
        web_server(for_ever(HEAD, b"X: " + b"y" * 1000 + b"\r\n")) as server,
        pytest.raises(ProbeFailed, match="sent too many headers") as caught,
    ):
        prober.look(client, HttpRequest(url=server.url), timeout=60)
    assert caught.value.reason == "protocol"


def test_trailers_without_an_end_are_not_gathered_either(prober: HttpProber, client: EgressClient) -> None:
    endless = for_ever(CHUNKED + b"0\r\n", b"X: " + b"y" * 1000 + b"\r\n")
    with web_server(endless) as server, pytest.raises(ProbeFailed, match="sent too many headers") as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=60)
    assert caught.value.reason == "protocol"


@pytest.mark.parametrize("start", [HEAD + b"\r\n", HEAD + b"Content-Length: 9999999999\r\n\r\n"])
def test_a_body_without_an_end_is_cut_at_the_limit(prober: HttpProber, client: EgressClient, start: bytes) -> None:
    with web_server(for_ever(start, b"x" * 65536)) as server:
        response = prober.look(client, HttpRequest(url=server.url, body_limit=100_000), timeout=60).response
    assert (response.status, len(response.body), response.body_cut) == (200, 100_000, True)


BOMB = gzip.compress(bytes(50_000_000), compresslevel=9)
BOMBS = {
    "gzip": (b"gzip", BOMB),
    "gzip in gzip": (b"gzip, gzip", gzip.compress(BOMB)),
    "deflate": (b"deflate", zlib.compress(bytes(50_000_000), level=9)),
}


@pytest.mark.parametrize(("encoding", "packed"), BOMBS.values(), ids=BOMBS.keys())
def test_a_body_that_unpacks_to_a_huge_one_is_cut_at_the_limit(
    prober: HttpProber, client: EgressClient, encoding: bytes, packed: bytes
) -> None:
    with web_server(ok(packed, b"Content-Encoding: " + encoding)) as server:
        response = prober.look(client, HttpRequest(url=server.url, body_limit=100_000), timeout=60).response
    assert (len(response.body), response.body_cut) == (100_000, True)


def test_a_status_that_means_nothing_is_an_answer_for_assertions(prober: HttpProber, client: EgressClient) -> None:
    with web_server(b"HTTP/1.1 999 Who Knows\r\nContent-Length: 0\r\n\r\n") as server:
        assert prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response.status == 999


def test_interim_answers_are_passed_over(prober: HttpProber, client: EgressClient) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
    with web_server(early * 50 + ok(b"hello", b"X-Late: 1")) as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert (response.status, response.body) == (200, b"hello")
    assert [name for name, _ in response.headers] == ["Content-Length", "X-Late"]


def test_trailers_are_no_headers(prober: HttpProber, client: EgressClient) -> None:
    with web_server(CHUNKED + b"5\r\nhello\r\n0\r\nX-Trailer: HTTP/1.1\r\nHTTP/9: 1\r\n\r\n") as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert (response.body, response.headers) == (b"hello", (("Transfer-Encoding", "chunked"),))


def test_headers_of_any_bytes_can_be_kept(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok(b"", b"X-Bytes: \xff\xfe", b"X-\xff: 1", b"X-Folded: a\r\n b")) as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert response.header("x-bytes") == "��"
    assert response.header("x-folded") == "a b"
    assert type(response).model_validate_json(response.model_dump_json()) == response


def test_after_every_kind_of_failure_the_prober_works_on(client: EgressClient) -> None:
    prober = HttpProber()
    for answer in (hang_up, then_silent(HEAD), WRONG["10,000 headers"], WRONG["chunks of letters"]):
        with web_server(answer, ok(b"well")) as server:
            with pytest.raises(ProbeFailed):
                prober.look(client, HttpRequest(url=server.url), timeout=0.5)
            assert prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response.body == b"well"
    prober.close()
