"""The built-in assertions of pages keep what every assertion promises."""

from __future__ import annotations

from typing import ClassVar

from tracer_plugins.assertions.no_console_errors import NoConsoleErrors
from tracer_plugins.assertions.no_failed_requests import NoFailedRequests
from tracer_plugins.assertions.response_time import ResponseTime

from tracer_runner.model.run import ConsoleMessage, NetworkRequest
from tracer_runner.testing import AssertionContract, FakePage

BAD = ConsoleMessage(type="error", text="known trouble")
LOST = NetworkRequest(method="GET", url="http://127.0.0.1/a.png", status=404)


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
