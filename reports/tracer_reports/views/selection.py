"""Which of too many things to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def select(items: Sequence[T], *, room: int, matters: Callable[[T], bool]) -> list[T]:
    """At most `room` of them in their own order: those that matter, then the first of the others."""
    if len(items) <= room:
        return list(items)
    ranked = sorted(range(len(items)), key=lambda place: (not matters(items[place]), place))
    return [items[place] for place in sorted(ranked[:room])]
