"""`check.response_time(response, less_than="800ms")`: how long an HTTP server or a name server took to answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from tracer_plugins.assertions.comparing import Comparison
from tracer_plugins.assertions.shortening import shorten
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict
from tracer_runner.model.duration import format_duration
from tracer_runner.model.record import Milliseconds

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer, HttpResponse

Limit = Annotated[Milliseconds, Field(gt=0, allow_inf_nan=False)]


class TimeParameters(Comparison):
    """What `check.response_time` takes with an answer."""

    less_than: Limit | None = None
    greater_than: Limit | None = None


class AnswerTime:
    """Looks at the time from the start of a request to the end of its answer."""

    name = "response_time"
    operators: ClassVar[tuple[str, ...]] = ("less_than", "greater_than")
    parameters = TimeParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, subject: str, *, named_by: str) -> None:
        """`named_by`: the attribute that says in a sentence what answered."""
        self.subject = subject
        self._named_by = named_by

    def examine(self, observation: HttpResponse | DnsAnswer, parameters: TimeParameters) -> Verdict:
        """Passed when it took as long as wanted."""
        name = shorten(getattr(observation, self._named_by))
        wanted = parameters.words(_milliseconds)
        if observation.elapsed_ms is None:
            return Verdict(passed=False, message=f"Nobody took the time in which {name} answered.", expected=wanted)
        took = _milliseconds(observation.elapsed_ms)
        passed = parameters.holds(observation.elapsed_ms)
        return Verdict(
            passed=passed,
            message=f"{name} answered in {took}" + ("." if passed else f"; expected {wanted}."),
            expected=wanted,
            actual=took,
        )


def _milliseconds(value: float) -> str:
    return format_duration(value / 1000)


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give one for each kind of answer that has a time."""
    return [AnswerTime("http", named_by="url"), AnswerTime("dns", named_by="name")]
