from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection

import httpx
import pytest

from tracer_runner.demo import Shop


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Lamp shop"),
        ("/lamps/halo", "Halo · Lamp shop"),
        ("/login", "Log in · Lamp shop"),
        ("/cart", "Cart · Lamp shop"),
        ("/checkout", "Checkout · Lamp shop"),
    ],
)
def test_each_page_has_its_title(visitor: httpx.Client, path: str, title: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<title>{title}</title>" in page.text


def test_everything_a_page_asks_for_is_there(visitor: httpx.Client) -> None:
    for path in ("/", "/lamps/halo", "/login", "/cart", "/checkout", "/nowhere"):
        links = re.findall(r'(?:src|href)="(/static/[^"]+|/favicon[^"]+)"', visitor.get(path).text)
        assert len(links) >= 4
        for link in links:
            assert visitor.get(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/nowhere", "/lamps/moon", "/lamps/", "/orders/LS-1", "/<script>alert(1)</script>"])
def test_an_unknown_page_is_a_page_that_says_so(visitor: httpx.Client, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 404
    assert "There is no such page in this shop." in page.text
    assert "alert(1)" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../shop.py",
        "/static/%2e%2e/shop.py",
        "/static/..%2fshop.py",
        "/static//etc/passwd",
        "/static/page.html",
        "/static/",
        "/pictures/../lamps.json",
        "/pictures/moon.svg",
    ],
)
def test_only_files_of_the_pages_are_served(shop: Shop, path: str) -> None:
    # Other clients tidy a path up before they send it.
    with closing(HTTPConnection("127.0.0.1", shop.port, timeout=30)) as connection:
        connection.request("GET", path)
        assert connection.getresponse().status == 404


def test_pages_can_only_be_read(visitor: httpx.Client) -> None:
    answer = visitor.post("/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_head_request_gets_the_headers_alone(visitor: httpx.Client) -> None:
    for path in ("/", "/api/health"):
        head, page = visitor.head(path), visitor.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(page.content))


def test_pages_and_pictures_forbid_what_they_do_not_need(visitor: httpx.Client) -> None:
    page, picture = visitor.get("/"), visitor.get("/pictures/halo.svg")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
