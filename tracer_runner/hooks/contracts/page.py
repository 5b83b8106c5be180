"""What an assertion sees of the pages of a journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from tracer_runner.model.run import ConsoleMessage, NetworkRequest


class PageObservation(Protocol):
    """The page in front, and what the pages of this attempt did so far."""

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
