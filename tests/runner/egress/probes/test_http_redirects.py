"""Where an HTTP probe lets itself be sent, and what it takes along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import HttpProber, HttpRequest
from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.settings import EgressSettings

from .offline import look_up
from .web_servers import WebServer, late, moved, ok, web_server

SECONDS = 5.0
PRIVATE = (("Authorization", "Bearer 7"), ("Cookie", "id=7"), ("X-Api-Key", "7"), ("Host", "inner.test"))


@pytest.fixture
def forbidden() -> Iterator[WebServer]:
    """A server that must not be reached, and would answer."""
    with web_server(ok(b"forbidden")) as server:
        yield server


@pytest.fixture
def guarded(forbidden: WebServer) -> Iterator[EgressClient]:
    """May go anywhere on this machine but there."""
    own = [(forbidden.host, forbidden.port)]
    settings = EgressSettings(hosts={"inner.test": forbidden.host, "localhost": forbidden.host})
    with open_client(policy_for("monitors", settings, own_listeners=own), lookup=look_up) as client:
        yield client


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_its_end(prober: HttpProber, client: EgressClient, status: int) -> None:
    with web_server(moved("/there?x=1", status=status), ok(b"there")) as server:
        response = prober.look(client, HttpRequest(url=f"{server.url}/here"), timeout=SECONDS).response
    assert (response.status, response.body, response.url) == (200, b"there", f"{server.url}/there?x=1")
    assert server.asked[1].startswith(b"GET /there?x=1 HTTP/1.1\r\n")


def test_a_redirect_is_an_answer_where_it_is_not_to_be_followed(prober: HttpProber, client: EgressClient) -> None:
    with web_server(moved("/there"), ok()) as server:
        request = HttpRequest(url=server.url, follow_redirects=False)
        assert prober.look(client, request, timeout=SECONDS).response.status == 302
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", moved("/x", status=304)])
def test_what_leads_nowhere_is_an_answer(prober: HttpProber, client: EgressClient, answer: bytes) -> None:
    with web_server(answer) as server:
        assert prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response.status in {302, 304}


@pytest.mark.parametrize(
    ("status", "method", "after"),
    [
        (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (303, "PUT", "GET"),
        (301, "PUT", "PUT"), (302, "DELETE", "DELETE"), (307, "POST", "POST"), (308, "PUT", "PUT"),
        (303, "HEAD", "HEAD"), (301, "HEAD", "HEAD"),
    ],
)  # fmt: skip
def test_the_method_changes_as_in_browsers(
    prober: HttpProber, client: EgressClient, status: int, method: str, after: str
) -> None:
    body = b"" if method == "HEAD" else b"body"
    with web_server(moved("/there", status=status), ok(b"")) as server:
        request = HttpRequest(url=server.url, method=method, body=body, headers=(("Content-Type", "text/plain"),))
        response = prober.look(client, request, timeout=SECONDS).response
    assert response.method == after
    assert server.asked[1].startswith(after.encode() + b" /there ")
    keeps = method == after and body
    assert server.asked[1].endswith(b"\r\n\r\nbody" if keeps else b"\r\n\r\n")
    assert (b"Content-Type: text/plain" in server.asked[1]) == (method == after)


def test_the_same_origin_is_told_everything_again(prober: HttpProber, client: EgressClient) -> None:
    with web_server(moved("/there"), ok()) as server:
        url = f"http://ada:secret@127.0.0.1:{server.port}/"
        prober.look(client, HttpRequest(url=url, headers=(("X-Api-Key", "7"),)), timeout=SECONDS)
    assert b"X-Api-Key: 7" in server.asked[1]
    assert b"Authorization: Basic" in server.asked[1]


@pytest.mark.parametrize("place", ["http://other.test:{port}/", "http://shop.test:{elsewhere}/", "//other.test:{port}"])
def test_another_origin_is_told_nothing_in_private(prober: HttpProber, client: EgressClient, place: str) -> None:
    with web_server(ok()) as other, web_server(ok()) as unused:
        location = place.format(port=other.port, elsewhere=other.port)
        with web_server(moved(location)) as server:
            request = HttpRequest(
                url=f"http://ada:secret@shop.test:{server.port}/", headers=(*PRIVATE, ("Accept-Language", "de"))
            )
            prober.look(client, request, timeout=SECONDS)
    assert b"inner.test" in server.asked[0]
    for word in (b"Authorization", b"Cookie", b"X-Api-Key", b"inner.test"):
        assert word not in other.asked[0]
    assert b"Accept-Language: de" in other.asked[0]
    assert unused.asked == []


def test_credentials_in_a_location_are_not_used(prober: HttpProber, client: EgressClient) -> None:
    with web_server(ok()) as other, web_server(moved(f"http://eve:evil@127.0.0.1:{other.port}/")) as server:
        response = prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response
    assert b"Authorization" not in other.asked[0]
    assert "eve" not in response.url


@pytest.mark.parametrize("status", [307, 308])
def test_a_body_goes_to_no_other_origin(prober: HttpProber, client: EgressClient, status: int) -> None:
    with (
        web_server(ok()) as other,
        web_server(moved(other.url, status=status)) as server,
        pytest.raises(ProbeFailed) as caught,
    ):
        prober.look(client, HttpRequest(url=server.url, method="POST", body=b"secret"), timeout=SECONDS)
    assert caught.value.reason == "protocol"
    assert other.asked == []


@pytest.mark.parametrize("length", [5, 6])
def test_five_redirects_are_followed_and_no_sixth(prober: HttpProber, client: EgressClient, length: int) -> None:
    with web_server(*[moved(f"/{number}") for number in range(length)], ok()) as server:
        if length == 5:
            assert prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response.status == 200
        else:
            with pytest.raises(ProbeFailed, match="more than 5 times") as caught:
                prober.look(client, HttpRequest(url=server.url), timeout=SECONDS)
            assert caught.value.reason == "protocol"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/_x", "dict://127.0.0.1/", "javascript:alert(1)",
     "data:text/plain,x", "http://[::1", "http://x:0/", "http://[%zz]/", "http://x:99999999/", "https:///x"],
)  # fmt: skip
def test_a_redirect_to_what_is_no_web_address_is_the_targets_fault(
    prober: HttpProber, client: EgressClient, location: str
) -> None:
    with web_server(moved(location)) as server, pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=SECONDS)
    assert (caught.value.reason, caught.value.message) == (
        "protocol",
        "It redirects to what is no URL of http or https.",
    )


def test_the_deadline_is_one_for_all_redirects(prober: HttpProber, client: EgressClient) -> None:
    slow = [late(answer, seconds=0.1) for answer in (moved("/a"), moved("/b"), moved("/c"), ok())]
    with web_server(*slow) as server, pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=0.25)
    assert caught.value.reason == "timeout"


def test_names_that_a_target_gives_are_not_repeated(prober: HttpProber, client: EgressClient) -> None:
    with web_server(moved("http://other.test:1/")) as server, pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=server.url), timeout=SECONDS)
    assert caught.value.message == "The server it redirects to refused the connection."


SPELLINGS = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::127.0.0.1]:{port}/", "http://inner.test:{port}/",
    "http://INNER.test.:{port}/", "http://localhost:{port}/", "http://shop.test@127.0.0.1:{port}/",
    "http://shop.test:80@127.0.0.1:{port}/", "http://①②⑦.0.0.1:{port}/", "\\\\127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@shop.test/", "http://127.0.0.1:{port}#@shop.test/", "http:/\\127.0.0.1:{port}/",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_redirect_reaches_no_forbidden_address(
    prober: HttpProber, guarded: EgressClient, forbidden: WebServer, spelling: str
) -> None:
    answers = moved(spelling.format(port=forbidden.port)), ok(b"harmless")
    with web_server(*answers) as server, suppress(EgressDenied, ProbeFailed):
        prober.look(guarded, HttpRequest(url=server.url), timeout=SECONDS)
    assert len(server.asked) >= 1
    assert forbidden.asked == []


@pytest.mark.parametrize("spelling", [*SPELLINGS[:5], *SPELLINGS[6:10]])
def test_the_policy_names_what_it_refuses(
    prober: HttpProber, guarded: EgressClient, forbidden: WebServer, spelling: str
) -> None:
    with web_server(moved(spelling.format(port=forbidden.port))) as server, pytest.raises(EgressDenied):
        prober.look(guarded, HttpRequest(url=server.url), timeout=SECONDS)
    with pytest.raises(EgressDenied):
        prober.look(guarded, HttpRequest(url=spelling.format(port=forbidden.port)), timeout=SECONDS)
    assert forbidden.asked == []


def test_the_forbidden_server_can_be_reached_by_those_who_may(
    prober: HttpProber, client: EgressClient, forbidden: WebServer
) -> None:
    with web_server(moved(forbidden.url)) as server:
        assert prober.look(client, HttpRequest(url=server.url), timeout=SECONDS).response.body == b"forbidden"
    assert len(forbidden.asked) == 1


def test_a_name_that_changes_its_address_is_asked_once_for_each_connection(
    prober: HttpProber, forbidden: WebServer
) -> None:
    asked: list[str] = []

    def flipping(host: str, port: int) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(None, None, None, "", ("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port))]

    with (
        web_server(ok(b"first")) as server,
        open_client(policy_for("monitors", EgressSettings()), lookup=flipping) as client,
    ):
        url = server.at("flip.test")
        assert prober.look(client, HttpRequest(url=url), timeout=SECONDS).response.body == b"first"
        with pytest.raises(EgressDenied):
            prober.look(client, HttpRequest(url=url), timeout=SECONDS)
    assert asked == ["flip.test", "flip.test"]
    assert len(server.asked) == 1
