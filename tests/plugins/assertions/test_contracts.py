"""The built-in assertions keep what every assertion promises."""

from __future__ import annotations

from typing import ClassVar

from tracer_plugins.assertions import answer_time
from tracer_plugins.assertions.accessible import Accessible
from tracer_plugins.assertions.aria_snapshot import AriaSnapshot
from tracer_plugins.assertions.body_contains import BodyContains
from tracer_plugins.assertions.body_regex import BodyRegex
from tracer_plugins.assertions.header_contains import HeaderContains
from tracer_plugins.assertions.json_path import JsonPath
from tracer_plugins.assertions.json_schema import JsonSchema
from tracer_plugins.assertions.no_console_errors import NoConsoleErrors
from tracer_plugins.assertions.no_failed_requests import NoFailedRequests
from tracer_plugins.assertions.no_mixed_content import NoMixedContent
from tracer_plugins.assertions.record_count import RecordCount
from tracer_plugins.assertions.record_exists import RecordExists
from tracer_plugins.assertions.record_value import RecordValue
from tracer_plugins.assertions.record_values import RecordValues
from tracer_plugins.assertions.response_time import ResponseTime
from tracer_plugins.assertions.ssl_expiry import SslExpiry
from tracer_plugins.assertions.status_code import StatusCode
from tracer_plugins.assertions.visual import Visual
from tracer_plugins.assertions.web_vitals import WebVitalsBudgets

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.observation import DnsRecord
from tracer_runner.model.run import ConsoleMessage, NetworkRequest, WebVitals
from tracer_runner.testing import (
    AssertionContract,
    FakeBaseline,
    FakePage,
    sample_certificate,
    sample_dns_answer,
    sample_response,
)

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
    "nodes": [{"target": ["img"]}],
}


def compared(name: str, data: bytes, **page: object) -> FakePage:
    """A page with one baseline."""
    return FakePage(baselines={name: FakeBaseline(f"baselines/{name}", data)}, **page)  # type: ignore[arg-type]


HTTP_TIME, DNS_TIME = answer_time.tracer_register_assertions()
JSON = sample_response(body=b'{"items": [{"price": 20}, {"price": 30}]}')
TWO = sample_dns_answer(records=(DnsRecord(value="192.0.2.10"), DnsRecord(value="192.0.2.11")))
NONE = sample_dns_answer(records=(), code="NXDOMAIN")


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


class TestStatusCode(AssertionContract):
    assertion = StatusCode()
    passes: ClassVar = [({"equals": 200}, sample_response()), ({"in": [200, 204]}, sample_response())]
    fails: ClassVar = [({"less_than": 200}, sample_response()), ({"not_equals": 200}, sample_response())]
    refuses: ClassVar = [{}, {"equals": "fine"}, {"in": []}]


class TestAnswerTime(AssertionContract):
    assertion = HTTP_TIME
    passes: ClassVar = [({"less_than": "1s"}, sample_response(elapsed_ms=999.0))]
    fails: ClassVar = [({"less_than": 1}, sample_response(elapsed_ms=1000.0))]
    refuses: ClassVar = [{}, {"less_than": "soon"}]


class TestHeaderContains(AssertionContract):
    assertion = HeaderContains()
    passes: ClassVar = [({"header": "server", "value": "lamp"}, sample_response())]
    fails: ClassVar = [({"header": "server", "value": "Lamp"}, sample_response())]
    refuses: ClassVar = [{}, {"header": "", "value": "x"}]


class TestBodyContains(AssertionContract):
    assertion = BodyContains()
    passes: ClassVar = [({"value": "lamp", "case_sensitive": False}, sample_response())]
    fails: ClassVar = [({"value": "lamp"}, sample_response())]
    refuses: ClassVar = [{}, {"value": ""}]


class TestBodyRegex(AssertionContract):
    assertion = BodyRegex()
    passes: ClassVar = [({"pattern": "L[a-z]+ shop"}, sample_response())]
    fails: ClassVar = [({"pattern": "^shop"}, sample_response())]
    refuses: ClassVar = [{}, {"pattern": "("}]


class TestJsonPath(AssertionContract):
    assertion = JsonPath()
    passes: ClassVar = [({"path": "$.items[0].price", "equals": 20}, JSON), ({"path": "$.items[*].price"}, JSON)]
    fails: ClassVar = [({"path": "$.items[0].price", "greater_than": 20}, JSON), ({"path": "$.other"}, JSON)]
    refuses: ClassVar = [{}, {"path": "$["}, {"path": "$.a", "exists": False, "equals": 1}]


class TestJsonSchema(AssertionContract):
    assertion = JsonSchema()
    passes: ClassVar = [({"schema": {"type": "object", "required": ["items"]}}, JSON)]
    fails: ClassVar = [({"schema": {"type": "array"}}, JSON)]
    refuses: ClassVar = [{}, {"schema": {"type": "nonsense"}}, {"schema": "{"}]


class TestRecordExists(AssertionContract):
    assertion = RecordExists()
    passes: ClassVar = [({}, TWO), ({"equals": False}, NONE)]
    fails: ClassVar = [({}, NONE), ({"equals": False}, TWO)]


class TestRecordCount(AssertionContract):
    assertion = RecordCount()
    passes: ClassVar = [({"equals": 2}, TWO)]
    fails: ClassVar = [({"greater_than": 2}, TWO)]
    refuses: ClassVar = [{}, {"equals": -1}]


class TestRecordValue(AssertionContract):
    assertion = RecordValue()
    passes: ClassVar = [({"equals": "192.0.2.11"}, TWO)]
    fails: ClassVar = [({"contains": "198.51"}, TWO)]
    refuses: ClassVar = [{}]


class TestRecordValues(AssertionContract):
    assertion = RecordValues()
    passes: ClassVar = [({"equals": ["192.0.2.11", "192.0.2.10"]}, TWO)]
    fails: ClassVar = [({"contains_all": ["192.0.2.12"]}, TWO)]
    refuses: ClassVar = [{}]


class TestDnsTime(AssertionContract):
    assertion = DNS_TIME
    passes: ClassVar = [({"less_than": "1s"}, TWO)]
    fails: ClassVar = [({"greater_than": "1s"}, TWO)]


class TestSslExpiry(AssertionContract):
    assertion = SslExpiry()
    passes: ClassVar = [({"greater_than": 14}, sample_certificate())]
    fails: ClassVar = [({"greater_than": 60}, sample_certificate())]
    refuses: ClassVar = [{}, {"greater_than": "soon"}]


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
        ({}, FakePage(value=[])),
        ({"impact": "critical"}, FakePage(value=[{**BROKEN_RULE, "impact": "serious"}])),
        ({}, compared("fake-step.axe.json", b'{"image-alt": ["img"]}', value=[BROKEN_RULE])),
    ]
    fails: ClassVar = [
        ({}, FakePage(value=[BROKEN_RULE])),
        ({"name": "home"}, compared("home.axe.json", b'{"image-alt": ["b"], "x": ["img"]}', value=[BROKEN_RULE])),
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
