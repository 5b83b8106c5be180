"""From a HAR file to the waterfall."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.engine.running.har import ENTRY_LIMIT, read_network

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def entry(number: int = 0, *, status: int = 200, failure: str | None = None) -> dict[str, Any]:
    response = {"status": status, "headersSize": 100, "bodySize": 900, "_transferSize": 1000, "content": {}}
    if failure:
        response["_failureText"] = failure
    return {
        "startedDateTime": f"2026-01-02T03:04:05.{number:03d}Z",
        "time": 12.5,
        "request": {"method": "GET", "url": f"http://127.0.0.1/{number}"},
        "response": response,
        "timings": {"blocked": -1, "dns": 1, "connect": 2, "ssl": -1, "wait": 8, "receive": 1.5},
    }


def network(path: Path, *entries: dict[str, Any]) -> Any:
    file = path / "network.har"
    file.write_text(json.dumps({"log": {"entries": list(entries)}}))
    return read_network(file, started_at=START)


def test_a_request_keeps_its_phases_its_size_and_its_place(tmp_path: Path) -> None:
    (request,) = network(tmp_path, entry(250)).entries
    assert (request.offset_ms, request.duration_ms, request.bytes, request.status) == (250, 12.5, 1000, 200)
    assert (request.blocked_ms, request.dns_ms, request.tls_ms, request.wait_ms) == (None, 1, None, 8)


@pytest.mark.parametrize(
    ("status", "failure"), [(404, None), (500, None), (-1, "net::ERR_CONNECTION_REFUSED"), (-1, None)]
)
def test_no_answer_and_an_answer_of_400_or_above_have_failed(tmp_path: Path, status: int, failure: str | None) -> None:
    seen = network(tmp_path, entry(status=status, failure=failure), entry(1))
    assert (seen.requests, seen.failed) == (2, 1)
    assert seen.entries[0].failed


def test_of_too_many_requests_the_failed_ones_and_the_first_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    many = [entry(number % 1000) for number in range(ENTRY_LIMIT + 50)]
    many[-1] = entry(999, status=500)
    seen = network(tmp_path, *many)
    assert (seen.requests, seen.failed, len(seen.entries)) == (ENTRY_LIMIT + 50, 1, ENTRY_LIMIT)
    assert seen.entries[-1].status == 500
    assert seen.bytes == 1000 * (ENTRY_LIMIT + 50)
