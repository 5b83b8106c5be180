"""`check.<name>(...)`: an assertion of a plugin, examined on the pages or on an answer of one attempt."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import APIResponse, Response
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.errors import PluginError, UsageError
from tracer_runner.hooks.contracts import PageObservation
from tracer_runner.hooks.judging import Assertion, judge, read_parameters
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.observation import Certificate, DnsAnswer, HttpResponse
from tracer_runner.model.run import AssertionResult
from tracer_runner.model.suggestion import suggest


def examine(
    assertions: Assertions, name: str, subjects: tuple[Any, ...], parameters: dict[str, Any], page: PageObservation
) -> AssertionResult:
    """The result of one check; TypeError for a name, subject or parameter there is not.

    `subjects`: what it was given to look at: nothing (the page in front), or one answer of Playwright.
    """
    if len(subjects) > 1:
        raise TypeError(f"check.{name} takes one thing to look at, and parameters by keyword.")
    kind, observation = _observed(subjects[0], name) if subjects else ("page", page)
    known = assertions.of(kind)
    if name not in known:
        raise TypeError(_unknown(assertions, name, kind))
    try:
        given = read_parameters(known[name], parameters)
    except UsageError as fault:
        raise TypeError(f"check.{name}: {fault.message}") from None
    owner = assertions.owner(f"{kind}.{name}")
    try:
        return judge(Assertion(known[name], given), observation, name=f"check.{name}", plugin=owner)
    except PluginError as fault:
        if isinstance(fault.__cause__, PlaywrightError):
            raise fault.__cause__ from None  # the page's doing, not the plugin's
        raise


def _observed(subject: Any, name: str) -> tuple[str, Any]:
    """What kind of thing this is, and how assertions see it."""
    if isinstance(subject, APIResponse | Response):
        return "http", as_http_response(subject)
    for kind, record in (("http", HttpResponse), ("dns", DnsAnswer), ("tls", Certificate)):
        if isinstance(subject, record):
            return kind, subject
    raise TypeError(f"check.{name} cannot look at a {type(subject).__name__}; give it a response, or nothing.")


def as_http_response(response: APIResponse | Response) -> HttpResponse:
    """Playwright's answer as assertions see it. Playwright takes the time of pages' requests alone."""
    elapsed = None
    if isinstance(response, Response):
        response.finished()
        end = response.request.timing["responseEnd"]
        elapsed = end if end >= 0 else None
    return HttpResponse(
        method=response.request.method if isinstance(response, Response) else "GET",
        url=response.url,
        status=response.status,
        headers=_headers(response),
        body=response.body(),
        elapsed_ms=elapsed,
    )


def _headers(response: APIResponse | Response) -> tuple[tuple[str, str], ...]:
    found = response.headers_array() if isinstance(response, Response) else response.headers_array
    return tuple((header["name"], header["value"]) for header in found)


def _unknown(assertions: Assertions, name: str, kind: str) -> str:
    others = [item.subject for item in assertions.values() if item.name == name]
    if not others:
        return f"There is no check.{name}; {suggest(name, known=assertions.of(kind))}"
    if kind == "page":
        return f"check.{name} looks at an answer: check.{name}(response, …)."
    return f"check.{name} looks at the page: call it without a response."
