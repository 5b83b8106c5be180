"""What a plugin's objects must offer. Implement by shape; nothing needs to be inherited."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel

from tracer_runner.model.record import Record, Text
from tracer_runner.model.run import Batch, ConsoleMessage, NetworkRequest


class Verdict(Record):
    """What an assertion says of what it saw."""

    passed: bool
    message: Text
    """A sentence a person understands, whichever way it went."""
    expected: Text | None = None
    actual: Text | None = None


class PageObservation(Protocol):
    """What an assertion may look at in a journey."""

    @property
    def url(self) -> str:
        """Of the page in front."""

    @property
    def console(self) -> Sequence[ConsoleMessage]:
        """Everything pages wrote since the attempt began; uncaught exceptions among it."""

    @property
    def failed_requests(self) -> Sequence[NetworkRequest]:
        """Requests without an answer, or with one of 400 and above, since the attempt began."""

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page in front."""


class AssertionType(Protocol):
    """One kind of assertion."""

    name: str
    """`check.<name>` in a journey."""

    @property
    def parameters(self) -> type[BaseModel]:
        """What it takes, by keyword; anything else is refused with the field's name."""

    observes: ClassVar[frozenset[str]]
    """What must be gathered for it from the start: any of `console`, `requests`."""

    def examine(self, observation: PageObservation, parameters: Any) -> Verdict:
        """Look, and say. `parameters` is an instance of the class above."""


class Reporter(Protocol):
    """Turns a finished batch into something to read."""

    name: str
    """`--report <name>`."""
    filename: str | None
    """Where it writes when no path is given, inside the output folder; None: it takes no path."""

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write the report; the answer is one line for the terminal, or nothing to say.

        `folder` holds the artifacts (their paths are relative to it). `path` is where to write; its folder exists.
        """


class JourneyArgument(Protocol):
    """A value a journey may ask for by name."""

    name: str
    needs: frozenset[str]
    """Built-in arguments it is made from, among `page`, `context`, `browser`, `request`, `params`, `secrets`, `run`."""

    def provide(self, **needed: Any) -> AbstractContextManager[Any]:
        """Make the value for one attempt from what it needs; leaving the context cleans up."""
