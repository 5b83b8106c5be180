"""`check.response_time(less_than="800ms")`: how long the document of the page in front took to arrive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pydantic import Field

from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict
from tracer_runner.model.duration import format_duration
from tracer_runner.model.record import Seconds

# From the start of the navigation to the last byte of the document; a redirect before it counts.
_READ = """(() => {
  const [entry] = performance.getEntriesByType("navigation");
  return entry && entry.responseEnd > 0 ? entry.responseEnd - entry.startTime : null;
})()"""


class ResponseTimeParameters(Parameters):
    """What `check.response_time` takes."""

    less_than: Seconds = Field(gt=0)


class ResponseTime:
    """Looks at the navigation timing of the page in front."""

    name = "response_time"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ("less_than",)
    parameters = ResponseTimeParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: ResponseTimeParameters) -> Verdict:
        """Passed when the document came in less than the limit."""
        limit = format_duration(parameters.less_than)
        milliseconds = observation.evaluate(_READ)
        if milliseconds is None:
            return Verdict(
                passed=False,
                message=f"{observation.url} has not been loaded over the network, so it has no response time.",
                expected=f"less than {limit}",
            )
        took = format_duration(milliseconds / 1000)
        passed = milliseconds < parameters.less_than * 1000
        return Verdict(
            passed=passed,
            message=f"{observation.url} answered in {took}" + (f"; the limit is {limit}." if not passed else "."),
            expected=f"less than {limit}",
            actual=took,
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [ResponseTime()]
