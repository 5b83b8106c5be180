"""The built-in assertions, on observations made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import ValidationError
from tracer_plugins.assertions.no_console_errors import NoConsoleErrors
from tracer_plugins.assertions.no_failed_requests import NoFailedRequests
from tracer_plugins.assertions.response_time import ResponseTime

from tracer_runner.hooks.contracts import Verdict
from tracer_runner.model.run import ConsoleMessage, NetworkRequest


@dataclass
class Seen:
    """A page observation."""

    console: Sequence[ConsoleMessage] = ()
    failed_requests: Sequence[NetworkRequest] = ()
    value: Any = None
    url: str = "http://127.0.0.1/"

    def evaluate(self, expression: str) -> Any:
        assert "performance" in expression
        return self.value


def examine(type_: Any, seen: Seen, **parameters: Any) -> Verdict:
    verdict: Verdict = type_.examine(seen, type_.parameters(**parameters))
    return verdict


def wrote(type_: str, text: str) -> ConsoleMessage:
    return ConsoleMessage(type=type_, text=text)


def failed(url: str, **facts: Any) -> NetworkRequest:
    return NetworkRequest(method="GET", url=url, **facts)


def test_errors_and_uncaught_exceptions_on_the_console_fail() -> None:
    seen = Seen(console=[wrote("log", "fine"), wrote("error", "bad"), wrote("exception", "worse")])
    verdict = examine(NoConsoleErrors(), seen)
    assert not verdict.passed
    assert verdict.message == "The page wrote 2 errors to its console: bad"
    assert verdict.actual == "bad\nworse"


def test_warnings_and_what_is_to_be_ignored_pass() -> None:
    seen = Seen(console=[wrote("warning", "careful"), wrote("error", "known trouble")])
    assert examine(NoConsoleErrors(), seen, ignore=["known"]).passed


def test_many_errors_are_counted_and_the_first_are_shown() -> None:
    verdict = examine(NoConsoleErrors(), Seen(console=[wrote("error", str(number)) for number in range(5)]))
    assert verdict.actual == "0\n1\n2\n… and 2 more"


def test_a_failed_request_is_named_with_its_status() -> None:
    verdict = examine(NoFailedRequests(), Seen(failed_requests=[failed("http://x/a.png", status=404)]))
    assert verdict.message == "One request failed: GET http://x/a.png: 404"


def test_requests_a_navigation_aborted_and_ignored_ones_pass() -> None:
    seen = Seen(failed_requests=[failed("http://x/a", failure="net::ERR_ABORTED"), failed("http://ads/b", status=500)])
    assert examine(NoFailedRequests(), seen, ignore=["ads"]).passed


@pytest.mark.parametrize(("took", "passed"), [(499.9, True), (500, False)])
def test_a_response_time_is_held_against_its_limit(took: float, passed: bool) -> None:
    verdict = examine(ResponseTime(), Seen(value=took), less_than="500ms")
    assert verdict.passed is passed
    assert verdict.expected == "less than 500 ms"


def test_a_page_without_a_navigation_has_no_response_time() -> None:
    verdict = examine(ResponseTime(), Seen(value=None), less_than=1)
    assert not verdict.passed
    assert "has not been loaded" in verdict.message


@pytest.mark.parametrize("type_", [NoConsoleErrors(), NoFailedRequests(), ResponseTime()])
def test_an_unknown_parameter_is_refused(type_: Any) -> None:
    with pytest.raises(ValidationError, match="ignroe"):
        type_.parameters(ignroe=["x"])
