"""Assertions about numbers, with everything a type may have: operators, an alias, a default, a value of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from tracer_runner.errors import MissingInput
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.model.record import Record


class NumberParameters(Record):
    equals: int | None = None
    less_than: int | None = None
    one_of: tuple[int, ...] | None = Field(default=None, alias="in")
    exists: bool = True
    unit: str = Field(default="", max_length=3)


class TextParameters(Record):
    value: str = Field(min_length=1)
    case_sensitive: bool = True


class Number:
    """Looks at a number; strange numbers make it break in every way a plugin can."""

    def __init__(
        self,
        name: str = "number",
        *,
        parameters: type[BaseModel] = NumberParameters,
        operators: Sequence[str] = ("equals", "less_than", "in", "exists"),
        subject: str = "number",
    ) -> None:
        self.name = name
        self.subject = subject
        self.operators = operators
        self.parameters = parameters
        self.observes: frozenset[str] = frozenset()

    def examine(self, observation: int, parameters: Any) -> Verdict:
        if observation == 404:
            raise MissingInput("MissingBaseline", "There is nothing to compare with.", hint="Promote one.")
        if observation == 500:
            raise ZeroDivisionError("division by zero")
        passed = observation == parameters.equals
        return Verdict(passed=passed, message=f"It is {observation}.", expected="a number", actual=str(observation))
