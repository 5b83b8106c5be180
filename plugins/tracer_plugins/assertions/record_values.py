"""`record_values`: the records of a DNS answer taken together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from tracer_plugins.assertions.dns_values import canonical, listed, question, unclear
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer

Values = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


class ValuesParameters(Parameters):
    """What `record_values` takes."""

    contains_all: Values | None = None
    """Each of these is there; others may be."""
    equals: Values | None = None
    """These are there, and no others; their order means nothing."""

    @model_validator(mode="after")
    def _compares(self) -> ValuesParameters:
        if self.contains_all is None and self.equals is None:
            raise ValueError("it needs something to compare with: contains_all, equals")
        return self


class RecordValues:
    """Looks at all values."""

    name = "record_values"
    subject = "dns"
    operators: ClassVar[tuple[str, ...]] = ("contains_all", "equals")
    parameters = ValuesParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: DnsAnswer, parameters: ValuesParameters) -> Verdict:
        """Passed when none is missing and, with `equals`, none is there besides."""
        wanted = (*(parameters.contains_all or ()), *(parameters.equals or ()))
        expected = ("exactly " if parameters.equals else "all of ") + listed(wanted)
        if fault := unclear(observation):
            return Verdict(passed=False, message=fault, expected=expected, actual=observation.code)
        there = {canonical(value, of=observation) for value in observation.values}
        missing = [value for value in wanted if canonical(value, of=observation) not in there]
        extra = _extra(observation, parameters)
        faults = [
            f"has no record {listed(missing)}" if missing else "",
            f"has {listed(extra)}, which should not be there" if extra else "",
        ]
        told = " and ".join(fault for fault in faults if fault)
        return Verdict(
            passed=not told,
            message=f"{question(observation)} {told or f'has {expected}'}.",
            expected=expected,
            actual=listed(observation.values),
        )


def _extra(answer: DnsAnswer, wanted: ValuesParameters) -> list[str]:
    if wanted.equals is None:
        return []
    allowed = {canonical(value, of=answer) for value in wanted.equals}
    return [value for value in answer.values if canonical(value, of=answer) not in allowed]


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [RecordValues()]
