"""The built-in assertions on pages keep what every assertion promises; those on answers have files of their own."""

from __future__ import annotations

from typing import ClassVar

from tracer_plugins.assertions.accessible import Accessible
from tracer_plugins.assertions.aria_snapshot import AriaSnapshot
from tracer_plugins.assertions.no_console_errors import NoConsoleErrors
from tracer_plugins.assertions.no_failed_requests import NoFailedRequests
from tracer_plugins.assertions.no_mixed_content import NoMixedContent
from tracer_plugins.assertions.response_time import ResponseTime
from tracer_plugins.assertions.visual import Visual
from tracer_plugins.assertions.web_vitals import WebVitalsBudgets

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import ConsoleMessage, NetworkRequest, WebVitals
from tracer_runner.testing import AssertionContract, FakeBaseline, FakePage

from .pictures import picture

BAD = ConsoleMessage(type="error", text="known trouble")
LOST = NetworkRequest(method="GET", url="http://127.0.0.1/a.png", status=404)
PLAIN = PageRequest("http://shop.example/a.js", page_url="https://shop.example/")
SECURE = PageRequest("https://shop.example/a.js", page_url="https://shop.example/")
HEADING = '- heading "Lamps"'
BROKEN_RULE = {
    "id": "image-alt",
    "impact": "critical",
    "help": "Images must have alternative text",
    "helpUrl": "https://dequeuniversity.com/rules/axe/4.14/image-alt?application=axeAPI",
    "targets": [["img"]],
}
BROKEN = {"found": [BROKEN_RULE]}


def compared(name: str, data: bytes, **page: object) -> FakePage:
    """A page with one baseline."""
    return FakePage(baselines={name: FakeBaseline(f"baselines/{name}", data)}, **page)  # type: ignore[arg-type]


class TestNoConsoleErrors(AssertionContract):
    assertion = NoConsoleErrors()
    passes: ClassVar = [({}, FakePage()), ({"ignore": ["known"]}, FakePage(console=[BAD]))]
    fails: ClassVar = [({}, FakePage(console=[BAD])), ({"ignore": ["other"]}, FakePage(console=[BAD]))]
    refuses: ClassVar = [{"ignore": "known"}, {"ignore": 3}]


class TestNoFailedRequests(AssertionContract):
    assertion = NoFailedRequests()
    passes: ClassVar = [({}, FakePage()), ({"ignore": ["a.png"]}, FakePage(failed_requests=[LOST]))]
    fails: ClassVar = [({}, FakePage(failed_requests=[LOST]))]
    refuses: ClassVar = [{"ignore": "a.png"}]


class TestResponseTime(AssertionContract):
    assertion = ResponseTime()
    passes: ClassVar = [({"less_than": "500ms"}, FakePage(value=499.9))]
    fails: ClassVar = [({"less_than": 0.5}, FakePage(value=500)), ({"less_than": 1}, FakePage(value=None))]
    refuses: ClassVar = [{}, {"less_than": "soon"}, {"less_than": 0}]


class TestNoMixedContent(AssertionContract):
    assertion = NoMixedContent()
    passes: ClassVar = [
        ({}, FakePage(url="https://shop.example/", requests=[SECURE])),
        ({}, FakePage(url="http://shop.example/")),
        ({"ignore": ["a.js"]}, FakePage(url="https://shop.example/", requests=[PLAIN])),
    ]
    fails: ClassVar = [({}, FakePage(url="https://shop.example/", requests=[SECURE, PLAIN]))]
    refuses: ClassVar = [{"ignore": "a.js"}]


class TestWebVitals(AssertionContract):
    assertion = WebVitalsBudgets()
    passes: ClassVar = [
        ({"lcp": "2.5s", "cls": 0.1}, FakePage(vitals=WebVitals(url="http://127.0.0.1/", lcp_ms=2500, cls=0.1)))
    ]
    fails: ClassVar = [
        ({"lcp": "2.5s"}, FakePage(vitals=WebVitals(url="http://127.0.0.1/", lcp_ms=2501))),
        ({"inp": 0.2}, FakePage(vitals=WebVitals(url="http://127.0.0.1/"))),
        ({"cls": 0}, FakePage(vitals=None)),
    ]
    refuses: ClassVar = [{}, {"lcp": "soon"}, {"lcp": 0}, {"cls": -1}, {"cls": "100ms"}]


class TestAccessible(AssertionContract):
    assertion = Accessible()
    passes: ClassVar = [
        ({}, FakePage(value={"found": []})),
        ({"impact": "critical"}, FakePage(value={"found": [{**BROKEN_RULE, "impact": "serious"}]})),
        ({}, compared("fake-step.axe.json", b'{"image-alt": ["img"]}', value=BROKEN)),
    ]
    fails: ClassVar = [
        ({}, FakePage(value=BROKEN)),
        ({"name": "home"}, compared("home.axe.json", b'{"image-alt": ["b"], "x": ["img"]}', value=BROKEN)),
    ]
    refuses: ClassVar = [{"impact": "bad"}, {"rules": ["a"], "tags": ["b"]}, {"ignore": "image-alt"}]


class TestVisual(AssertionContract):
    assertion = Visual()
    passes: ClassVar = [
        ({}, compared("fake-step.png", picture(), picture=picture())),
        ({"threshold": "1%", "name": "home"}, compared("home.png", picture(), picture=picture(dot=5))),
    ]
    fails: ClassVar = [
        ({}, compared("fake-step.png", picture(), picture=picture(dot=30))),
        ({"threshold": 5}, compared("fake-step.png", picture(), picture=picture(height=130))),
    ]
    refuses: ClassVar = [{"threshold": -1}, {"threshold": "much"}, {"threshold": 100}, {"mask": ".clock"}]


class TestAriaSnapshot(AssertionContract):
    assertion = AriaSnapshot()
    passes: ClassVar = [
        ({"matches": HEADING}, FakePage(aria=HEADING)),
        ({}, compared("fake-step.aria.yml", HEADING.encode(), aria=HEADING)),
    ]
    fails: ClassVar = [
        ({"matches": HEADING}, FakePage(aria="- text: nothing")),
        ({"name": "home"}, compared("home.aria.yml", HEADING.encode(), aria="- text: nothing")),
    ]
    refuses: ClassVar = [{"matches": 3}]
