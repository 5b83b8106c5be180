"""Patterns that a question brings along, each compiled once in an examination."""

from __future__ import annotations

from tracer_plugins.assertions.effort import Meter
from tracer_plugins.assertions.patterns import Pattern

_COMPILING = 5000
"""Steps: patterns may stand in the document, many of them, and each takes memory."""


class MeteredPatterns:
    """Looks for patterns in texts; TooMuchWork when it gets too costly. A pattern that is none is never found."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._known: dict[str, Pattern | None] = {}

    def found(self, pattern: str, text: str) -> bool:
        """Whether it is anywhere in the text."""
        known = self._get(pattern, text)
        return known is not None and known.search(text).text is not None

    def fits(self, pattern: str, text: str) -> bool:
        """Whether it is the whole text."""
        known = self._get(pattern, text)
        return known is not None and known.matches_all(text)

    def _get(self, pattern: str, text: str) -> Pattern | None:
        if pattern not in self._known:
            self._meter.spend(_COMPILING)
            try:
                self._known[pattern] = Pattern(pattern)
            except ValueError:
                self._known[pattern] = None
        known = self._known[pattern]
        self._meter.spend(known.effort(text) if known else 1)
        return known
