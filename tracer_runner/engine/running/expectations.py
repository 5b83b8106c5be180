"""Playwright's `expect`, with every assertion recorded and its time-out cut to what the step has left."""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page
from playwright.sync_api import expect as playwright_expect

from tracer_runner.engine.authoring import current_recorder
from tracer_runner.engine.running.locator_names import name_locator
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.engine.running.wording import seen_value
from tracer_runner.errors import UsageError
from tracer_runner.model.run import AssertionResult
from tracer_runner.model.text import cap

_VALUE_LIMIT = 2_000


class Expect:
    """`expect(page | locator | response)`; outside a run it is Playwright's own."""

    def __call__(self, actual: Page | Locator | APIResponse, message: str | None = None) -> Any:
        recorder = current_recorder()
        if type(actual).__module__.startswith("playwright.async_api"):
            return _expect_later(actual, message, recorder)
        assertions = playwright_expect(actual, message)
        if recorder and not isinstance(actual, APIResponse):
            recorder.uses(actual if isinstance(actual, Page) else actual.page)
        return RecordedAssertions(assertions, recorder, subject=_subject(actual)) if recorder else assertions

    def soft(self, *_: Any, **__: Any) -> Any:
        """Not offered."""
        raise UsageError(
            "expect.soft is not safe with several journeys in one process.",
            hint='Put the assertion into a soft step: `with step("…", soft=True):`',
        )

    def set_options(self, **_: Any) -> None:
        """Not offered."""
        raise UsageError(
            "expect.set_options would change every journey in this process.",
            hint="Set `expect_timeout` of `[run]` in tracer.toml, or pass `timeout=` to the one assertion.",
        )


expect = Expect()


@dataclass(frozen=True)
class _Call:
    """One assertion that is about to be made."""

    make: Callable[[], Any]
    holds: AssertionResult
    """What is recorded when it holds."""


class RecordedAssertions:
    """Playwright's assertions about one thing; each call is recorded."""

    def __init__(self, assertions: Any, recorder: Recorder, *, subject: str) -> None:
        self._assertions = assertions
        self._recorder = recorder
        self._subject = subject

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._assertions, name)
        return functools.partial(self._assert, name, method) if name.startswith(("to_", "not_to_")) else method

    def _assert(self, name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        call = self._call(name, method, args, kwargs, caller=sys._getframe(1))
        try:
            call.make()
        except AssertionError as raised:
            self._fails(call, raised)
            raise
        self._recorder.record(call.holds)

    def _call(
        self, name: str, method: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, caller: FrameType
    ) -> _Call:
        if "timeout" in inspect.signature(method).parameters:
            seconds = kwargs.get("timeout") or self._recorder.limits.expect * 1000
            kwargs["timeout"] = self._recorder.deadlines.cut(seconds / 1000) * 1000
        holds = AssertionResult(
            type=f"expect.{name}",
            passed=True,
            message=" ".join([self._subject, name.replace("_", " "), *map(_shown, args)]),
            expected=_expected(name, args, kwargs),
            source=self._recorder.sources.ref(caller),
        )
        return _Call(functools.partial(method, *args, **kwargs), holds)

    def _fails(self, call: _Call, raised: AssertionError) -> None:
        saw = seen_value(str(raised))
        result = AssertionResult(
            type=call.holds.type,
            passed=False,
            message=f"Expected {call.holds.message}",
            expected=call.holds.expected,
            actual=cap(saw, limit=_VALUE_LIMIT) if saw is not None else None,
            source=call.holds.source,
        )
        self._recorder.record(result)
        raised.tracer_assertion = result  # type: ignore[attr-defined]


class AwaitedAssertions(RecordedAssertions):
    """The same of Playwright's async API: each call is to be awaited."""

    def _assert(self, name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self._wait(self._call(name, method, args, kwargs, caller=sys._getframe(1)))

    async def _wait(self, call: _Call) -> None:
        __tracebackhide__ = True
        try:
            await call.make()
        except AssertionError as raised:
            self._fails(call, raised)
            raise
        self._recorder.record(call.holds)


def _expect_later(actual: Any, message: str | None, recorder: Recorder | None) -> Any:
    from playwright.async_api import expect as expect_later

    assertions = expect_later(actual, message)
    return AwaitedAssertions(assertions, recorder, subject=_subject(actual)) if recorder else assertions


def _subject(actual: Any) -> str:
    """What sentences call it; Playwright's two APIs have the same names."""
    kind = type(actual).__name__
    if kind == "Locator":
        return name_locator(actual)
    return "page" if kind == "Page" else f"response of {actual.url}"


def _expected(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    if len(args) == 1 and isinstance(args[0], str) and not kwargs.keys() - {"timeout"}:
        return cap(args[0], limit=_VALUE_LIMIT)
    values = [_shown(value) for value in args]
    values += [f"{key}={_shown(value)}" for key, value in kwargs.items() if key != "timeout"]
    return ", ".join(values) or name.removeprefix("to_").replace("_", " ")


def _shown(value: Any) -> str:
    text = f"/{value.pattern}/" if isinstance(value, re.Pattern) else repr(value)
    return text if len(text) <= _VALUE_LIMIT else f"{text[:_VALUE_LIMIT]}…"
