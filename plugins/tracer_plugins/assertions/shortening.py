"""Values in verdicts: as JSON writes them, and short."""

from __future__ import annotations

from typing import Any

LONGEST = 200
"""Characters of one value in a verdict."""
SHOWN_VALUES = 5
"""So many of several values are shown."""


def shorten(text: str) -> str:
    """The text in one line; of a long one its beginning, and how long it is."""
    line = " ".join(text[: 2 * LONGEST].split())
    if len(line) <= LONGEST and len(text) <= 2 * LONGEST:
        return line
    return f"{line[:LONGEST]}… ({len(text):,} characters)"


def shown(value: Any) -> str:
    """A value as JSON, of a long one its beginning."""
    import json

    if isinstance(value, str):
        return shorten(json.dumps(value, ensure_ascii=False)) if len(value) <= LONGEST else f'"{shorten(value)}"'
    written = ""
    for part in json.JSONEncoder(ensure_ascii=False).iterencode(value):
        written += part
        if len(written) > LONGEST:
            return written[:LONGEST] + "…"
    return written
