"""`check.<name>(...)`: an assertion of a plugin, examined on the pages or on an answer of one attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import APIResponse, Response
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.running.answers import as_certificate, as_http_response
from tracer_runner.engine.running.faults import OURS
from tracer_runner.errors import MissingInput, PluginError, UsageError
from tracer_runner.hooks.contracts import AssertionType, PageObservation
from tracer_runner.hooks.judging import Assertion, judge, read_parameters
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.observation import Certificate, DnsAnswer, HttpResponse
from tracer_runner.model.run import AssertionResult
from tracer_runner.model.suggestion import suggest

_RECORDS = {"http": HttpResponse, "dns": DnsAnswer, "tls": Certificate}


@dataclass(frozen=True)
class Check:
    """One call of `check.<name>(…)`, ready to look."""

    name: str
    """`check.<name>`."""
    assertion: Assertion
    subject: Any
    """The answer it was given; None: it looks at the page in front."""
    plugin: str
    """Whose assertion it is."""

    def examine(self, page: Callable[[], PageObservation | None]) -> AssertionResult:
        """The result; `page` gives the page in front, None where there are no pages. TypeError for a wrong call."""
        observation = page() if self.subject is None else _observe(self.assertion.type.subject, self.subject)
        if observation is None and self.subject is None:
            raise TypeError(f"{self.name} looks at a page, and there is none here: add `page` to the arguments.")
        if observation is None:
            message = f"{self.subject.url} shows no certificate: it came without TLS, or the browser does not tell."
            return AssertionResult(type=self.name, passed=False, message=message)
        try:
            return judge(self.assertion, observation, name=self.name, plugin=self.plugin)
        except MissingInput:
            raise
        except UsageError as fault:
            raise TypeError(f"{self.name}: {fault.message}") from None
        except PluginError as fault:
            if isinstance(fault.__cause__, (PlaywrightError, *OURS)):
                raise fault.__cause__ from None  # the page's doing or the browser's, not the plugin's
            raise


def find_check(assertions: Assertions, name: str, subjects: tuple[Any, ...], parameters: dict[str, Any]) -> Check:
    """The check that is meant; TypeError for a name, subject or parameter there is not.

    `subjects`: what it was given to look at: nothing (the page in front), or one answer of Playwright.
    """
    type_ = _find_type(assertions, name, subjects)
    try:
        assertion = Assertion(type_, read_parameters(type_, parameters))
    except UsageError as fault:
        raise TypeError(f"check.{name}: {fault.message}") from None
    subject = subjects[0] if subjects else None
    return Check(f"check.{name}", assertion, subject, plugin=assertions.owner(assertions.key(type_)))


def _find_type(assertions: Assertions, name: str, subjects: tuple[Any, ...]) -> AssertionType:
    if len(subjects) > 1:
        raise TypeError(f"check.{name} takes one thing to look at, and parameters by keyword.")
    kinds = _kinds(subjects[0], name) if subjects else ("page",)
    known = assertions.of(*kinds)
    if name not in known:
        raise TypeError(_unknown(assertions, name, kinds))
    return known[name]


def _kinds(subject: Any, name: str) -> tuple[str, ...]:
    """What kinds of assertions can look at this."""
    if isinstance(subject, APIResponse | Response):
        return ("http", "tls")
    kinds = tuple(kind for kind, record in _RECORDS.items() if isinstance(subject, record))
    if not kinds:
        article = "None" if subject is None else f"a {type(subject).__name__}"
        raise TypeError(f"check.{name} cannot look at {article}; give it a response, or nothing for the page in front.")
    return kinds


def _observe(kind: str, subject: Any) -> Any:
    """The answer as assertions of this kind see it; None where it has no such side."""
    if not isinstance(subject, APIResponse | Response):
        return subject
    return as_http_response(subject) if kind == "http" else as_certificate(subject)


def _unknown(assertions: Assertions, name: str, kinds: tuple[str, ...]) -> str:
    elsewhere = {item.subject for item in assertions.values() if item.name == name}
    if not elsewhere:
        return f"There is no check.{name}; {suggest(name, known=assertions.of(*kinds))}"
    if elsewhere & {"http", "tls"}:
        return f"check.{name} looks at an answer: check.{name}(response, …)."
    if "page" in elsewhere:
        return f"check.{name} looks at the page: call it without a response."
    return f"check.{name} looks at {' and '.join(sorted(elsewhere))}: declare it on a monitor."
