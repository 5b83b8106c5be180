"""`check.status_code(response, equals=200)`: what the server answered with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from tracer_plugins.assertions.comparing import Comparison
from tracer_plugins.assertions.shortening import shorten
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse

Status = Annotated[int, Field(ge=0, le=999)]


class StatusParameters(Comparison):
    """What `check.status_code` takes."""

    equals: Status | None = None
    not_equals: Status | None = None
    less_than: Status | None = None
    greater_than: Status | None = None
    one_of: Annotated[tuple[Status, ...], Field(min_length=1)] | None = Field(default=None, alias="in")
    """A monitor writes `in`, which Python keeps for itself."""


class StatusCode:
    """Looks at the status of an answer."""

    name = "status_code"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = ("equals", "not_equals", "less_than", "greater_than", "in")
    parameters = StatusParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: HttpResponse, parameters: StatusParameters) -> Verdict:
        """Passed when the status is as wanted."""
        passed = parameters.holds(observation.status)
        message = f"{shorten(observation.url)} answered with status {observation.status}"
        wanted = parameters.words()
        return Verdict(
            passed=passed,
            message=f"{message}." if passed else f"{message}; expected {wanted}.",
            expected=wanted,
            actual=str(observation.status),
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [StatusCode()]
