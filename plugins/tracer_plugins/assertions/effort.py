"""How much work a question about a document may make; hostile documents and questions multiply each other."""

from __future__ import annotations

STEPS = 500_000
"""At most a few seconds."""


class TooMuchWork(Exception):
    """The question needs more steps than are allowed."""


class Meter:
    """Counts the steps of one examination."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Take so many steps; TooMuchWork when there are not so many left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork
