from __future__ import annotations

import pytest
from tracer_plugins.assertions.no_mixed_content import NoMixedContent, NoMixedContentParameters

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import ConsoleMessage
from tracer_runner.testing import FakePage

PAGE = "https://shop.example/"


def test_what_an_https_page_asks_for_over_http_is_named_once() -> None:
    asked = [PageRequest("http://cdn.example/a.js", page_url=PAGE), PageRequest("http://cdn.example/a.js", PAGE)]
    verdict = NoMixedContent().examine(FakePage(url=PAGE, requests=asked), NoMixedContentParameters())
    assert verdict.message == "An https page asked for something over plain http: http://cdn.example/a.js"


def test_a_redirect_from_an_http_page_mixes_nothing() -> None:
    asked = [PageRequest("http://shop.example/", page_url="http://shop.example/"), PageRequest(PAGE, PAGE)]
    assert NoMixedContent().examine(FakePage(url=PAGE, requests=asked), NoMixedContentParameters()).passed


@pytest.mark.parametrize("what", ["element", "script", "XMLHttpRequest endpoint"])
def test_what_the_browser_made_secure_by_itself_is_told_by_the_console(what: str) -> None:
    text = (
        f"Mixed Content: The page at '{PAGE}' was loaded over HTTPS, but requested an insecure {what} "
        "'http://cdn.example/a.png'. This request was automatically upgraded to HTTPS."
    )
    page = FakePage(url=PAGE, console=[ConsoleMessage(type="warning", text=text)])
    verdict = NoMixedContent().examine(page, NoMixedContentParameters())
    assert verdict.actual == "http://cdn.example/a.png"


def test_a_page_without_https_passes_and_says_that_it_is_none() -> None:
    verdict = NoMixedContent().examine(FakePage(url="http://127.0.0.1/"), NoMixedContentParameters())
    assert verdict.passed
    assert "no https page" in verdict.message
