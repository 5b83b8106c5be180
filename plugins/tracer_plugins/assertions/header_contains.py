"""`check.header_contains(response, header="Content-Type", value="json")`: what stands in a header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.shortening import shorten, shown
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse


class HeaderParameters(Parameters):
    """What `check.header_contains` takes."""

    header: str = Field(min_length=1)
    """Its name; case does not matter."""
    value: str = Field(min_length=1)
    case_sensitive: bool = True
    """Of the value."""


class HeaderContains:
    """Looks at the values of a header, joined by commas when it came more than once."""

    name = "header_contains"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = HeaderParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: HttpResponse, parameters: HeaderParameters) -> Verdict:
        """Passed when the header is there and the value stands in it."""
        name, wanted = parameters.header.strip().rstrip(":"), shown(parameters.value)
        expected = f"{name} contains {wanted}"
        found = observation.header(name)
        if found is None:
            message = f"{shorten(observation.url)} sent no header {name}."
            return Verdict(passed=False, message=message, expected=expected, actual="no such header")
        passed = _contains(found, parameters)
        verb = "contains" if passed else "does not contain"
        return Verdict(
            passed=passed,
            message=f"The header {name} of {shorten(observation.url)} {verb} {wanted}.",
            expected=expected,
            actual=shorten(found),
        )


def _contains(found: str, parameters: HeaderParameters) -> bool:
    if parameters.case_sensitive:
        return parameters.value in found
    return parameters.value.casefold() in found.casefold()


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [HeaderContains()]
