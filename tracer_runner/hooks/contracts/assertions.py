"""Assertions: one contract for `check.<name>(…)` in a journey and `{type, operator, value}` on a monitor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Protocol

from annotated_types import MinLen
from pydantic import BaseModel, StrictBool

from tracer_runner.model.record import Record, Text
from tracer_runner.model.run import Picture


class Verdict(Record):
    """What an assertion says of what it saw."""

    passed: StrictBool
    message: Annotated[Text, MinLen(1)]
    """A sentence a person understands, whichever way it went."""
    expected: Text | None = None
    actual: Text | None = None
    pictures: tuple[Picture, ...] = ()
    """What `PageObservation.attach` kept, with a title each."""
    hint: str | None = None
    """What to do next, when it does not hold; commands and code stand between backticks."""


class AssertionType(Protocol):
    """One kind of assertion.

    A journey writes `check.status_code(response, equals=200)`; a monitor declares
    `{"type": "status_code", "operator": "equals", "value": 200}` or `{"type": "status_code", "equals": 200}`.
    Both become the same parameters.
    """

    @property
    def name(self) -> str:
        """`check.<name>` and `type`: a Python identifier in lower case."""

    @property
    def subject(self) -> str:
        """What it looks at, and so what `examine` is given:

        `page` a `PageObservation`, `http` an `HttpResponse`, `dns` a `DnsAnswer`, `tls` a `Certificate` (all three in
        `tracer_runner.model.observation`); a monitor type of a plugin may add subjects of its own. A name is unique
        among the assertions of one subject.
        """

    @property
    def operators(self) -> Sequence[str]:
        """The parameters that say how to compare, as declarations write them: by alias where one has an alias.

        A declaration names one of them as its `operator`; the first is used when it names none, and one that is true
        by default needs no value. Empty: a declaration takes parameters by their names, and no operator.
        """

    @property
    def observes(self) -> frozenset[str]:
        """What must be gathered of pages from the start: any of `console`, `requests`. Empty for other subjects."""

    @property
    def parameters(self) -> type[BaseModel]:
        """What it takes, by keyword; anything else is refused with the field's name. The API publishes its schema.

        A parameter whose name Python keeps for itself has it as an alias (`one_of`, alias `in`); both are taken.
        """

    def examine(self, observation: Any, parameters: Any) -> Verdict:
        """Look, and say. `parameters` is an instance of the class above.

        `MissingInput` says that it cannot be judged (there is no baseline), another `UsageError` that what it was given
        cannot be used; any other exception is the plugin's fault.
        """
