"""Lists in verdicts: the first few lines, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 3


def first_few(lines: Sequence[str]) -> str:
    """One line for each of the first; the rest is counted."""
    more = [] if len(lines) <= SHOWN else [f"… and {len(lines) - SHOWN} more"]
    return "\n".join([*lines[:SHOWN], *more])
