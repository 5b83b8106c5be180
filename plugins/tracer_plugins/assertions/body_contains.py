"""`check.body_contains(response, value="Welcome")`: text in the body of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tracer_plugins.assertions.bodies import NotReadable, body_of, read_text, whole
from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.shortening import shorten, shown
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse


class ContainsParameters(Parameters):
    """What `check.body_contains` takes."""

    value: str = Field(min_length=1)
    case_sensitive: bool = True


class BodyContains:
    """Looks at the body as text, in the charset the server named."""

    name = "body_contains"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = ContainsParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: HttpResponse, parameters: ContainsParameters) -> Verdict:
        """Passed when the text stands in it."""
        value, expected = parameters.value, f"contains {shown(parameters.value)}"
        try:
            text = read_text(observation)
        except NotReadable as fault:
            return Verdict(passed=False, message=str(fault), expected=expected)
        passed = value in text if parameters.case_sensitive else value.casefold() in text.casefold()
        verb = "contains" if passed else "does not contain"
        return Verdict(
            passed=passed,
            message=f"{body_of(observation)} {verb} {shown(value)}{'' if passed else whole(observation)}.",
            expected=expected,
            actual=shorten(text),
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [BodyContains()]
