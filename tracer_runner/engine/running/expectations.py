"""Playwright's `expect`, with every assertion recorded and its time-out cut to what the step has left."""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable
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
        assertions = playwright_expect(actual, message)
        recorder = current_recorder()
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


class RecordedAssertions:
    """Playwright's assertions about one thing; each call is recorded."""

    def __init__(self, assertions: Any, recorder: Recorder, *, subject: str) -> None:
        self._assertions = assertions
        self._recorder = recorder
        self._subject = subject

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._assertions, name)
        return functools.partial(self._assert, name, method) if name.startswith(("to_", "not_to_")) else method

    def _assert(self, name: str, method: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        __tracebackhide__ = True
        if "timeout" in inspect.signature(method).parameters:
            seconds = kwargs.get("timeout") or self._recorder.limits.expect * 1000
            kwargs["timeout"] = self._recorder.deadlines.cut(seconds / 1000) * 1000
        source = self._recorder.sources.ref(sys._getframe(1))
        expected = _expected(name, args, kwargs)
        sentence = " ".join([self._subject, name.replace("_", " "), *map(_shown, args)])
        try:
            method(*args, **kwargs)
        except AssertionError as raised:
            saw = seen_value(str(raised))
            result = AssertionResult(
                type=f"expect.{name}",
                passed=False,
                message=f"Expected {sentence}",
                expected=expected,
                actual=cap(saw, limit=_VALUE_LIMIT) if saw is not None else None,
                source=source,
            )
            self._recorder.record(result)
            raised.tracer_assertion = result  # type: ignore[attr-defined]
            raise
        self._recorder.record(
            AssertionResult(type=f"expect.{name}", passed=True, message=sentence, expected=expected, source=source)
        )


def _subject(actual: Page | Locator | APIResponse) -> str:
    if isinstance(actual, Locator):
        return name_locator(actual)
    return "page" if isinstance(actual, Page) else f"response of {actual.url}"


def _expected(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    if len(args) == 1 and isinstance(args[0], str) and not kwargs.keys() - {"timeout"}:
        return cap(args[0], limit=_VALUE_LIMIT)
    values = [_shown(value) for value in args]
    values += [f"{key}={_shown(value)}" for key, value in kwargs.items() if key != "timeout"]
    return ", ".join(values) or name.removeprefix("to_").replace("_", " ")


def _shown(value: Any) -> str:
    text = f"/{value.pattern}/" if isinstance(value, re.Pattern) else repr(value)
    return text if len(text) <= _VALUE_LIMIT else f"{text[:_VALUE_LIMIT]}…"
