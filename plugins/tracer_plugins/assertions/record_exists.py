"""`record_exists`: a DNS name has a record of this type, or has none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from tracer_plugins.assertions.dns_values import listed, question, unclear
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer


class ExistsParameters(Parameters):
    """What `record_exists` takes."""

    equals: bool = True
    """False: there should be none."""


class RecordExists:
    """Looks whether there is any record."""

    name = "record_exists"
    subject = "dns"
    operators: ClassVar[tuple[str, ...]] = ("equals",)
    parameters = ExistsParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: DnsAnswer, parameters: ExistsParameters) -> Verdict:
        """Passed when it is as wanted; a name server that cannot tell is neither."""
        expected = "a record" if parameters.equals else "no record"
        if fault := unclear(observation):
            return Verdict(passed=False, message=fault, expected=expected, actual=observation.code)
        there = bool(observation.records)
        return Verdict(
            passed=there == parameters.equals,
            message=f"{question(observation)} {_told(observation)}.",
            expected=expected,
            actual=listed(observation.values),
        )


def _told(answer: DnsAnswer) -> str:
    if answer.records:
        return f"has {listed(answer.values)}"
    return "has no record" if answer.code == "NOERROR" else f"does not exist ({answer.code})"


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [RecordExists()]
