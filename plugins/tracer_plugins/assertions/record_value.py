"""`record_value`: one of the records of a DNS answer is this one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from tracer_plugins.assertions.dns_values import canonical, listed, question, unclear
from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.shortening import shown
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer, DnsRecord

Value = Annotated[str, Field(min_length=1)]


class ValueParameters(Parameters):
    """What `record_value` takes."""

    equals: Value | None = None
    contains: Value | None = None
    priority: Annotated[int, Field(ge=0, le=65535)] | None = None
    """That the same record has as well; only records of MX have one."""

    @model_validator(mode="after")
    def _compares(self) -> ValueParameters:
        if self.equals is None and self.contains is None:
            raise ValueError("it needs something to compare with: equals, contains")
        return self


class RecordValue:
    """Looks at the records one by one; their order means nothing."""

    name = "record_value"
    subject = "dns"
    operators: ClassVar[tuple[str, ...]] = ("equals", "contains")
    parameters = ValueParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: DnsAnswer, parameters: ValueParameters) -> Verdict:
        """Passed when any of the records is as wanted."""
        expected = _words(parameters)
        if fault := unclear(observation):
            return Verdict(passed=False, message=fault, expected=expected, actual=observation.code)
        passed = any(_fits(record, parameters, answer=observation) for record in observation.records)
        verb = "has a record" if passed else "has no record"
        return Verdict(
            passed=passed,
            message=f"{question(observation)} {verb} that {expected}.",
            expected=expected,
            actual=listed([_written(record) for record in observation.records]),
        )


def _fits(record: DnsRecord, wanted: ValueParameters, *, answer: DnsAnswer) -> bool:
    value = canonical(record.value, of=answer)
    return (
        (wanted.equals is None or value == canonical(wanted.equals, of=answer))
        and (wanted.contains is None or canonical(wanted.contains, of=answer) in value)
        and (wanted.priority is None or wanted.priority == record.priority)
    )


def _words(wanted: ValueParameters) -> str:
    parts = [
        f"equals {shown(wanted.equals)}" if wanted.equals is not None else "",
        f"contains {shown(wanted.contains)}" if wanted.contains is not None else "",
        f"has priority {wanted.priority}" if wanted.priority is not None else "",
    ]
    return " and ".join(part for part in parts if part)


def _written(record: DnsRecord) -> str:
    return record.value if record.priority is None else f"{record.priority} {record.value}"


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [RecordValue()]
