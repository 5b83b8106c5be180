"""`check.headings(at_least=1)`: the page in front has headings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pydantic import Field

from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict
from tracer_runner.model.record import Record

COUNT = "document.querySelectorAll('h1, h2, h3').length"


class Parameters(Record):
    """What `check.headings` takes."""

    at_least: int = Field(default=1, ge=0)
    """So many are expected."""


class Headings:
    """Counts the headings of the page in front."""

    name = "headings"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ("at_least",)
    parameters = Parameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: Parameters) -> Verdict:
        count = observation.evaluate(COUNT) or 0
        return Verdict(
            passed=count >= parameters.at_least,
            message=f"{observation.url} has {count} headings.",
            expected=f"at least {parameters.at_least}",
            actual=str(count),
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    return [Headings()]
