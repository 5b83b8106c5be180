"""What `goto` opens on a server: web pages, however their addresses are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tracer_runner.engine.running.confinement import refuse_other_schemes
from tracer_runner.errors import EgressDenied


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What came through to the browser; there is none."""
    opened: list[str] = []
    monkeypatch.setattr(Page, "goto", lambda page, url: opened.append(url))
    stop = refuse_other_schemes()
    yield opened
    stop()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "file:0/../etc/passwd",
        "fi\tle:///etc/passwd",
        "f\ri\nle:///etc/passwd",
        "file\t:///etc/passwd",
        "\x01file:///etc/passwd",
        "\x00 \x1f\nfile:///etc/passwd",
        "\u00a0file:///etc/passwd",
        "view-source:http://site.test/",
        "chrome:1",
        "filesystem:0/x",
        "other:page",
    ],
)
def test_what_a_browser_reads_as_another_scheme_is_refused(opened: list[str], url: str) -> None:
    with pytest.raises(EgressDenied, match="pages are not opened here"):
        Page.goto(Page.__new__(Page), url)
    assert opened == []


@pytest.mark.parametrize(
    "url",
    [
        "http://site.test/",
        " HTTPS://site.test/?next=file:///x",
        "about:blank",
        "data:text/html,<p>",
        "/path/file:///x",
        "localhost:8080/a",
        "shop.example.com:8080",
        "?q=file:1",
        "",
    ],
)
def test_web_pages_are_opened(opened: list[str], url: str) -> None:
    Page.goto(Page.__new__(Page), url)
    assert opened == [url]
