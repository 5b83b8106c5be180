"""What a person may have meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

SHOWN = 20
"""So many known names are listed; more would hide the message."""


def suggest(name: str, *, known: Collection[str]) -> str:
    """The next step after an unknown name: `did you mean "smoke"?`, else what is known."""
    near = closest(name, known=known)
    if near:
        return f'did you mean "{near}"?'
    return f"known: {listed(known)}" if known else "there are none"


def closest(name: str, *, known: Collection[str]) -> str | None:
    """The known name nearest to this one, if any is near; case does not matter."""
    lower = {word.lower(): word for word in sorted(known)}
    near = get_close_matches(name.lower(), lower, n=1, cutoff=0.7)
    return lower[near[0]] if near else None


def listed(names: Collection[str]) -> str:
    """`a, b, c`, in order, the rest of a long list counted."""
    ordered = sorted(names)
    rest = len(ordered) - SHOWN
    return ", ".join(ordered[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
