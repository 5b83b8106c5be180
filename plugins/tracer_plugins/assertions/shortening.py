"""Values in verdicts: as JSON writes them, and short."""

from __future__ import annotations

from typing import Any

from tracer_runner.model.text import one_line

LONGEST = 200
"""Characters of one value in a verdict."""
SHOWN_VALUES = 5
"""So many of several values are shown."""


def shorten(text: str) -> str:
    """The text in one line, fit to show; of a long one its beginning, and how much more there is."""
    return one_line(text, limit=LONGEST)


def shown(value: Any) -> str:
    """A value as JSON, of a long one its beginning."""
    if isinstance(value, str) and len(value) > LONGEST:
        return f'"{shorten(value)}"'
    try:
        return _written(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number too long to show"


def _written(value: Any) -> str:
    import json

    written = ""
    for part in json.JSONEncoder(ensure_ascii=False).iterencode(value):
        written += part[: 2 * LONGEST]
        if len(written) > LONGEST:
            return shorten(written[:LONGEST]) + "…"
    return shorten(written)
