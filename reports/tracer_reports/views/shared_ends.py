"""Two values, and the part in which they differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Compared:
    """A value, cut into what it shares with the other one at its ends and what differs."""

    before: str
    difference: str
    after: str

    @property
    def text(self) -> str:
        """The value as it was."""
        return f"{self.before}{self.difference}{self.after}"


def cut_apart(first: str, second: str) -> tuple[Compared, Compared]:
    """Both with their difference set apart, where they share enough for that to help."""
    start = _shared(first, second)
    end = min(_shared(first[start:][::-1], second[start:][::-1]), len(first) - start, len(second) - start)
    if first == second or start + end < min(len(first), len(second)) / 3:
        return whole(first), whole(second)
    return _cut(first, start=start, end=end), _cut(second, start=start, end=end)


def whole(value: str) -> Compared:
    """A value with nothing set apart."""
    return Compared(before=value, difference="", after="")


def _shared(first: str, second: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _cut(value: str, *, start: int, end: int) -> Compared:
    stop = len(value) - end
    return Compared(before=value[:start], difference=value[start:stop], after=value[stop:])
