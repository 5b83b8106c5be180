"""Playwright's answers as assertions see them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Response
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.model.observation import Certificate, HttpResponse


def as_http_response(response: APIResponse | Response) -> HttpResponse:
    """The answer, once it has come in whole."""
    if isinstance(response, Response):
        response.finished()
    body, fault = _body(response)
    end = (response.request if isinstance(response, Response) else response).timing["responseEnd"]
    return HttpResponse(
        method=response.request.method if isinstance(response, Response) else None,
        url=response.url,
        status=response.status,
        headers=_headers(response),
        body=body,
        body_fault=fault,
        elapsed_ms=end if end >= 0 else None,
    )


def as_certificate(response: APIResponse | Response) -> Certificate | None:
    """The certificate the server showed; None without TLS, and where the browser does not tell."""
    details = response.security_details()
    ends = details.get("validTo") if details else None
    if not details or not ends:
        return None
    return Certificate(
        subject=details.get("subjectName") or urlsplit(response.url).hostname or "",
        issuer=details.get("issuer") or "",
        not_before=datetime.fromtimestamp(details.get("validFrom") or 0, UTC),
        not_after=datetime.fromtimestamp(ends, UTC),
        protocol=details.get("protocol"),
    )


def _body(response: APIResponse | Response) -> tuple[bytes, str | None]:
    """The body, or why there is none to look at: a browser keeps none of a redirect, nor for ever."""
    try:
        return response.body(), None
    except PlaywrightError as fault:
        return b"", fault.message.splitlines()[0]


def _headers(response: APIResponse | Response) -> tuple[tuple[str, str], ...]:
    found = response.headers_array() if isinstance(response, Response) else response.headers_array
    return tuple((header["name"], header["value"]) for header in found)
