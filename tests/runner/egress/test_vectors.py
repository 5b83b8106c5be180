"""Tricks to reach what is forbidden, by every way out that is not a browser. Whatever comes of it: nobody is hit.

`test_without_the_policy_the_same_tricks_hit` shows that these tests can fail.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
from collections.abc import Callable, Iterator
from itertools import product
from typing import get_args

import httpx
import pytest

from tracer_runner.egress import EgressClient, Purpose, open_client, open_smtp
from tracer_runner.egress.probes import HttpProber, HttpRequest, TcpProber, TcpTarget
from tracer_runner.egress.proxy import EgressProxy
from tracer_runner.errors import EgressDenied, ProbeFailed, UsageError

from . import spellings
from .browser_vectors import BROWSER_VECTORS
from .conftest import permissive, strict
from .forbidden import Forbidden
from .lookups import Changing, numeric
from .site import Site

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
NAMED_PURPOSES: tuple[Purpose, ...] = ("journeys", "webhooks")
"""One of those that may look at private networks, one of those that may not."""
STATUSES = (301, 302, 303, 307, 308)
GIVEN_UP = (EgressDenied, ProbeFailed, UsageError, OSError, httpx.HTTPError, httpx.InvalidURL, UnicodeError)
"""What a way out may raise; anything else is a fault of ours."""
Way = Callable[[EgressClient, str, int], object]


def by_httpx(client: EgressClient, url: str, port: int) -> object:
    return client.http.get(url, follow_redirects=True, timeout=2)


class ByCurl:
    """Reading the authorities takes longer than a hundred tricks, so it is done once."""

    def __init__(self) -> None:
        self._prober = HttpProber()

    def __call__(self, client: EgressClient, url: str, port: int) -> object:
        return self._prober.look(client, HttpRequest(url=url), timeout=2)


by_curl = ByCurl()


def by_socket(client: EgressClient, url: str, port: int) -> object:
    host = url.removeprefix("http://").partition("/")[0].removesuffix(f":{port}")
    with client.connect(host, port, timeout=2) as connected:
        connected.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return connected.recv(99)


def by_tcp_probe(client: EgressClient, url: str, port: int) -> object:
    host = url.removeprefix("http://").partition("/")[0].removesuffix(f":{port}")
    return TcpProber().look(client, TcpTarget(host=host, port=port), timeout=2)


def by_mail(client: EgressClient, url: str, port: int) -> object:
    host = url.removeprefix("http://").partition("/")[0].removesuffix(f":{port}")
    with contextlib.suppress(smtplib.SMTPException):
        open_smtp(client, host, port, security="none", timeout=2).close()
    return None


WAYS: tuple[Way, ...] = (by_httpx, by_curl, by_socket, by_tcp_probe, by_mail)
TRICKY_WAYS: tuple[Way, ...] = (by_httpx, by_curl)
PROXY_REQUESTS = (
    "GET http://{host}:{port}/ HTTP/1.1\r\nHost: site.test\r\n\r\n",
    "POST http://{host}:{port}/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\nab",
    "CONNECT {host}:{port} HTTP/1.1\r\nHost: site.test\r\n\r\nGET / HTTP/1.1\r\n\r\n",
)
STRANGE_REQUESTS = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.2:{port}\r\n\r\n",
    "GET //127.0.0.2:{port}/ HTTP/1.1\r\nHost: 127.0.0.2:{port}\r\n\r\n",
    "GET http:127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http:/127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http:\\\\127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET ftp://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET gopher://127.0.0.2:{port}/x HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET file:///etc/hostname HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET https://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET unix:/run/x HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://site.test:{site}/ HTTP/1.1\r\nHost: x\r\n\r\nGET http://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST http://site.test:{site}/ HTTP/1.1\r\nContent-Length: 0\r\n{smuggled}",
    "GET http://site.test:{site}/ HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
    "GET http://site.test:{site}/redirect?status=302&to=http://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://site.test\t@127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://127.0.0.2:{port}\x00.site.test/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET http://site.test:{site}/ HTTP/1.1\nHost: 127.0.0.2:{port}\nHost: x\n\n",
    "GET http://site.test:{site}/\r\n Host: 127.0.0.2 HTTP/1.1\r\n\r\n",
    "CONNECT http://127.0.0.2:{port} HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT 127.0.0.2 HTTP/1.1\r\nHost: 127.0.0.2:{port}\r\n\r\n",
    "CONNECT 127.0.0.2:0 HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT 127.0.0.2:65536 HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT 127.0.0.2:-1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT site.test@127.0.0.2:{port} HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT site.test:{site}@127.0.0.2:{port} HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT :{port} HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT [::1%25lo]:{port} HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT [::ffff:127.0.0.2]:{port} HTTP/1.0\r\n\r\n",
    "TRACE http://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x05\x01\x00",  # SOCKS 5
    "\x04\x01\x00\x50\x7f\x00\x00\x02\x00",  # SOCKS 4
)
SMUGGLED = (
    "Transfer-Encoding: chunked\r\nHost: x\r\n\r\n0\r\n\r\nGET http://127.0.0.2:{port}/ HTTP/1.1\r\nHost: x\r\n\r\n"
)
LYING_ANSWERS = (
    (["127.0.0.1", "127.0.0.2"],),
    (["127.0.0.2", "127.0.0.1"],),
    (["127.0.0.1", "::1"],),
    (["::1", "127.0.0.1"],),
    (["127.0.0.1"] * 9 + ["127.0.0.2"],),
    (["::ffff:127.0.0.2"],),
    (["64:ff9b::7f00:2"],),
    (["127.0.0.1", "fe80::1%lo"],),
    (["127.0.0.1"], ["127.0.0.2"]),
    (["127.0.0.1"], ["127.0.0.1", "::1"]),
    (["127.0.0.2"], ["127.0.0.1"]),
    ([],),
)
"""What a name server answers, look-up by look-up. The end of a CNAME is an address like any other."""


def test_there_are_enough_tricks(capsys: pytest.CaptureFixture[str]) -> None:
    by_clients = len(spellings.HOSTS) * len(WAYS) + len(spellings.TRICKS) * len(TRICKY_WAYS)
    by_proxy = len(spellings.HOSTS) * len(PROXY_REQUESTS) + len(STRANGE_REQUESTS)
    by_redirects = len(STATUSES) * len(TRICKY_WAYS) * len(REDIRECT_TARGETS)
    by_names = len(LYING_ANSWERS) * (len(WAYS) + 1)
    distinct = by_clients + by_proxy + by_redirects + by_names + len(BROWSER_VECTORS)
    tried = (
        len(PURPOSES) * (by_clients + by_redirects) + len(NAMED_PURPOSES) * by_names + by_proxy + len(BROWSER_VECTORS)
    )
    with capsys.disabled():
        print(f"\n{distinct} egress vectors, {tried} with purposes", end=" ")
    assert distinct >= 250


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_spelling_of_an_address_gets_through(purpose: Purpose, no_hits: Forbidden) -> None:
    with open_client(strict(purpose), lookup=numeric) as client:
        for way, host in product(WAYS, spellings.HOSTS):
            assert _tried(client, way, f"http://{host}:{no_hits.port}/", no_hits.port), (way, host)
        for way, trick in product(TRICKY_WAYS, spellings.TRICKS):
            url = f"http://{trick.format(port=no_hits.port)}"
            assert _tried(client, way, url, no_hits.port), (way, trick)


def _tried(client: EgressClient, way: Way, url: str, port: int) -> bool:
    """Whether it was given up, or led to the site after all."""
    try:
        way(client, url, port)
    except GIVEN_UP:
        return True
    return "site.test" in url


REDIRECT_TARGETS = (
    "http://127.0.0.2:{port}/", "http://2130706434:{port}/", "http://[::1]:{port}/", "http://inner.test:{port}/",
    "//127.0.0.2:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://site.test@127.0.0.2:{port}/",
    "ftp://127.0.0.2:{port}/", "file:///etc/hostname", "gopher://127.0.0.2:{port}/x", "http:\\\\127.0.0.2:{port}",
)  # fmt: skip


@pytest.mark.parametrize("purpose", PURPOSES)
def test_no_redirect_gets_through(purpose: Purpose, no_hits: Forbidden, site: Site) -> None:
    with open_client(strict(purpose), lookup=numeric) as client:
        for status, way, target in product(STATUSES, TRICKY_WAYS, REDIRECT_TARGETS):
            url = httpx.URL(f"{site.url}/redirect", params={"status": status, "to": target.format(port=no_hits.port)})
            with contextlib.suppress(*GIVEN_UP):
                answer = way(client, str(url), site.port)
                assert target.startswith("http:\\\\"), f"{way} {status} {target}: {answer}"  # a path of the site


@pytest.mark.parametrize("purpose", NAMED_PURPOSES)
@pytest.mark.parametrize("answers", LYING_ANSWERS, ids=str)
def test_no_lie_of_a_name_server_gets_through(purpose: Purpose, answers: tuple[list[str]], no_hits: Forbidden) -> None:
    for way in WAYS:
        with open_client(strict(purpose), lookup=Changing(*answers)) as client:
            for _ in answers:  # at its port nothing listens on 127.0.0.1
                with contextlib.suppress(*GIVEN_UP):
                    way(client, f"http://changing.test:{no_hits.port}/", no_hits.port)
    with EgressProxy(strict(purpose), lookup=Changing(*answers)) as proxy:
        for _ in answers:
            _ask(proxy, f"CONNECT changing.test:{no_hits.port} HTTP/1.1\r\nHost: x\r\n\r\n")


@pytest.fixture
def proxy() -> Iterator[EgressProxy]:
    with EgressProxy(strict("journeys"), lookup=numeric) as proxy:
        yield proxy


def test_no_request_to_the_proxy_gets_through(proxy: EgressProxy, no_hits: Forbidden, site: Site) -> None:
    for request, host in product(PROXY_REQUESTS, spellings.HOSTS):
        assert _ask(proxy, request.format(host=host, port=no_hits.port))[:12] in {b"HTTP/1.1 403", b"HTTP/1.1 400", b""}
    for request in STRANGE_REQUESTS:
        smuggled = SMUGGLED.format(port=no_hits.port)
        answer = _ask(proxy, request.format(port=no_hits.port, site=site.port, smuggled=smuggled))
        assert b"403" in answer[:12] or b"400" in answer[:12] or not answer or "site.test" in request, request


def _ask(proxy: EgressProxy, request: str) -> bytes:
    """What the proxy says before it hangs up, or before the client does."""
    lane = proxy.open_lane("trick")
    try:
        with socket.create_connection(lane.listener.getsockname(), timeout=5) as connected:
            connected.sendall(request.encode())
            connected.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connected.recv(65536):
                answer += part
            return answer
    except ConnectionResetError:
        return b""
    finally:
        proxy.close_lane(lane)


PLAIN = ("127.0.0.2", "127.2", "2130706434", "0x7f000002", "inner.test")
"""Spellings that every way out understands."""


@pytest.mark.parametrize("way", WAYS)
def test_without_the_policy_the_same_tricks_hit(way: Way, forbidden: Forbidden, site: Site) -> None:
    with open_client(permissive("journeys"), lookup=numeric) as client:
        for host in PLAIN:
            url = f"http://{host}:{forbidden.port}/"
            assert _hits(forbidden, lambda url=url: way(client, url, forbidden.port)), host
        for status in STATUSES if way in TRICKY_WAYS else ():
            url = f"{site.url}/redirect?status={status}&to=http://127.0.0.2:{forbidden.port}/"
            assert _hits(forbidden, lambda url=url: way(client, url, site.port)), status
    with open_client(permissive("journeys"), lookup=Changing(["127.0.0.2"])) as client:
        url = f"http://changing.test:{forbidden.port}/"
        assert _hits(forbidden, lambda: way(client, url, forbidden.port))


@pytest.mark.parametrize("request_text", PROXY_REQUESTS)
def test_without_the_policy_the_same_requests_to_the_proxy_hit(request_text: str, forbidden: Forbidden) -> None:
    with EgressProxy(permissive("journeys"), lookup=numeric) as proxy:
        for host in PLAIN:
            text = request_text.format(host=host, port=forbidden.port)
            assert _hits(forbidden, lambda text=text: _ask(proxy, text)), host


def _hits(forbidden: Forbidden, trick: Callable[[], object]) -> bool:
    """Whether it reaches the forbidden place."""
    before = len(forbidden.hits)
    with contextlib.suppress(*GIVEN_UP):
        trick()
    return forbidden.wait_until(before + 1, 5)
