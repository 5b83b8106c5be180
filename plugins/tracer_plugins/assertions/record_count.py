"""`record_count`: how many records a DNS answer has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from tracer_plugins.assertions.comparing import Comparison
from tracer_plugins.assertions.dns_values import listed, question, unclear
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer

Count = Annotated[int, Field(ge=0)]


class CountParameters(Comparison):
    """What `record_count` takes."""

    equals: Count | None = None
    not_equals: Count | None = None
    less_than: Count | None = None
    greater_than: Count | None = None


class RecordCount:
    """Counts the records. A name that does not exist has none."""

    name = "record_count"
    subject = "dns"
    operators: ClassVar[tuple[str, ...]] = ("equals", "not_equals", "less_than", "greater_than")
    parameters = CountParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: DnsAnswer, parameters: CountParameters) -> Verdict:
        """Passed when there are as many as wanted."""
        wanted = parameters.words()
        if fault := unclear(observation):
            return Verdict(passed=False, message=fault, expected=wanted, actual=observation.code)
        count = len(observation.records)
        passed = parameters.holds(count)
        message = f"{question(observation)} has {'1 record' if count == 1 else f'{count} records'}"
        return Verdict(
            passed=passed,
            message=f"{message}." if passed else f"{message}; expected {wanted}.",
            expected=wanted,
            actual=f"{count}: {listed(observation.values)}" if count else "0",
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [RecordCount()]
