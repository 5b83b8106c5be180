"""What the tests of assertions share: an answer, and one look at it."""

from __future__ import annotations

import json
from typing import Any

from tracer_runner.hooks.contracts import Verdict
from tracer_runner.hooks.judging import read_parameters
from tracer_runner.model.observation import DnsAnswer, DnsRecord, HttpResponse

URL = "http://127.0.0.1/lamps"


def examine(type_: Any, observation: Any, **parameters: Any) -> Verdict:
    """The verdict; UsageError says what is wrong with the parameters."""
    verdict: Verdict = type_.examine(observation, read_parameters(type_, parameters))
    return verdict


def answer(body: Any = b"", **facts: Any) -> HttpResponse:
    """An HTTP answer; a body that is neither bytes nor text is sent as JSON."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return HttpResponse(**{"url": URL, "status": 200, "body": body, **facts})


def typed(content_type: str) -> tuple[tuple[str, str], ...]:
    """Headers with this content type."""
    return (("Content-Type", content_type),)


def records(*values: str, type_: str = "A", code: str = "NOERROR", **facts: Any) -> DnsAnswer:
    """A DNS answer for example.com."""
    found = tuple(DnsRecord(value=value) for value in values)
    return DnsAnswer(**{"name": "example.com", "record_type": type_, "records": found, "code": code, **facts})
