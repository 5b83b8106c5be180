"""`check.<name>(...)`: an assertion of a plugin, examined on the pages of one attempt."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from tracer_runner.engine.running.deadlines import Overrun
from tracer_runner.errors import PluginError
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict
from tracer_runner.hooks.registry import Shelf
from tracer_runner.model.run import AssertionResult


def examine(
    assertions: Shelf[AssertionType], name: str, parameters: dict[str, Any], observation: PageObservation
) -> AssertionResult:
    """The result of one check; TypeError for a name or parameter there is not, PluginError for a plugin that raises."""
    type_ = assertions.get(name)
    if type_ is None:
        near = get_close_matches(name, assertions, n=1)
        raise TypeError(f"There is no check.{name}" + (f"; did you mean check.{near[0]}?" if near else "."))
    try:
        given = type_.parameters(**parameters)
    except ValidationError as fault:
        reasons = "; ".join(
            f"{'.'.join(map(str, found['loc'])) or 'parameters'}: {found['msg']}" for found in fault.errors()
        )
        raise TypeError(f"check.{name}: {reasons}") from None
    verdict = _ask(assertions, type_, given, observation)
    return AssertionResult(
        type=f"check.{name}",
        passed=verdict.passed,
        message=verdict.message,
        expected=verdict.expected,
        actual=verdict.actual,
    )


def _ask(assertions: Shelf[AssertionType], type_: AssertionType, given: Any, observation: PageObservation) -> Verdict:
    try:
        return type_.examine(observation, given)
    except Overrun:
        raise
    except Exception as fault:
        if type(fault).__module__.startswith("playwright."):
            raise  # the page's doing, not the plugin's
        raise PluginError(
            f"The assertion {type_.name!r} of {assertions.owner(type_.name)} failed: {type(fault).__name__}: {fault}"
        ) from fault
