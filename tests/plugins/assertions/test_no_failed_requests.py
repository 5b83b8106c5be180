from __future__ import annotations

from typing import Any

from tracer_plugins.assertions.no_failed_requests import NoFailedRequests, NoFailedRequestsParameters

from tracer_runner.model.run import NetworkRequest
from tracer_runner.testing import FakePage


def failed(url: str, **facts: Any) -> NetworkRequest:
    return NetworkRequest(method="GET", url=url, **facts)


def test_a_failed_request_is_named_with_its_status() -> None:
    page = FakePage(failed_requests=[failed("http://x/a.png", status=404)])
    verdict = NoFailedRequests().examine(page, NoFailedRequestsParameters())
    assert verdict.message == "One request failed: GET http://x/a.png: 404"


def test_requests_a_navigation_aborted_and_ignored_ones_pass() -> None:
    page = FakePage(
        failed_requests=[failed("http://x/a", failure="net::ERR_ABORTED"), failed("http://ads/b", status=500)]
    )
    assert NoFailedRequests().examine(page, NoFailedRequestsParameters(ignore=("ads",))).passed
