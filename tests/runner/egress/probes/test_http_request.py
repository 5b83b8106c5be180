"""Requests that can be sent, and those that cannot."""

from __future__ import annotations

import pytest

from tracer_runner.egress.probes import HttpRequest
from tracer_runner.errors import EgressDenied, UsageError


@pytest.mark.parametrize(
    ("url", "address", "where"),
    [
        ("https://shop.test", "https://shop.test", "shop.test:443"),
        ("HTTP://Shop.Test:80/a b?c#d", "http://shop.test/a%20b?c", "shop.test:80"),
        ("http://ada:secret@shop.test:8080/", "http://shop.test:8080/", "shop.test:8080"),
        ("http://bücher.test/", "http://xn--bcher-kva.test/", "xn--bcher-kva.test:80"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/", "[2001:db8::1]:80"),
    ],
)
def test_a_url_is_taken_apart(url: str, address: str, where: str) -> None:
    request = HttpRequest(url=url)
    assert (request.address, request.where) == (address, where)


@pytest.mark.parametrize(
    "url",
    ["http://", "http://x:0/", "http://x:65536/", "http://\ud800/", "http://[::1", "http://x\n/"],
)
def test_what_is_no_url_is_the_users_mistake(url: str) -> None:
    with pytest.raises(UsageError):
        HttpRequest(url=url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "gopher://x/", "shop.test", "//shop.test/", ""])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(EgressDenied, match="only http and https"):
        HttpRequest(url=url)


@pytest.mark.parametrize("method", ["", "GET /x", "GET\r\nX: 1", "GÉT"])
def test_a_method_is_a_word(method: str) -> None:
    with pytest.raises(UsageError):
        HttpRequest(url="http://shop.test", method=method)


@pytest.mark.parametrize(
    "header", [("X", "1\r\nY: 2"), ("X", "1\n"), ("X", "\0"), ("X Y", "1"), ("X:", "1"), ("", "1")]
)
def test_a_header_is_one_line(header: tuple[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        HttpRequest(url="http://shop.test", headers=(header,))
    assert header[1] not in caught.value.message, "a value may be secret"


def test_a_request_shows_no_secrets() -> None:
    request = HttpRequest(
        url="http://ada:s3cret@shop.test/?token=s3cret", headers=(("Cookie", "s3cret"),), body=b"s3cret"
    )
    assert "s3cret" not in repr(request)
