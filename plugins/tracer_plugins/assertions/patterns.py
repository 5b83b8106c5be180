"""Patterns of users, matched by RE2: the time grows with the text, never out of proportion to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

LONGEST = 1000
"""Characters of a pattern."""
LARGEST = 2000
"""Instructions it may become; `x{1000}` alone becomes a thousand."""
EFFORT = 200_000_000
"""Instructions times bytes; at worst RE2 needs about 10 ns for each."""


@dataclass(frozen=True)
class Found:
    """What was found of a pattern in a text."""

    text: str | None
    """The first match; None: there is none."""
    looked_at: int
    """Bytes of the text, as UTF-8. Fewer than it has when the pattern is costly and the text is long."""
    cut: bool


class Pattern:
    """A pattern, ready to be looked for."""

    def __init__(self, pattern: str) -> None:
        """ValueError says what is wrong with it, and where."""
        self._compiled = _compile(pattern)
        self._reach = EFFORT // self._compiled.programsize

    def search(self, text: str) -> Found:
        """Look for the first match."""
        data = text.encode("utf-8", "replace")
        seen = data[: self._reach]
        cut = len(seen) < len(data)
        match = self._compiled.search(seen)
        if match is None or (cut and match.end() == len(seen)):  # `$` fits where it was cut, and should not
            return Found(None, looked_at=len(seen), cut=cut)
        return Found(match.group().decode("utf-8", "replace"), looked_at=len(seen), cut=cut)

    def effort(self, text: str) -> int:
        """The steps (`Meter`) of looking for it in this text."""
        return 1 + self._compiled.programsize * len(text) // 100  # type: ignore[no-any-return]

    def matches_all(self, text: str) -> bool:
        """Whether the text matches as a whole; one that is too long to be looked at does not."""
        data = text.encode("utf-8", "replace")
        return len(data) <= self._reach and self._compiled.fullmatch(data) is not None


def _compile(pattern: str) -> Any:
    import re2  # type: ignore[import-untyped]

    if len(pattern) > LONGEST:
        raise ValueError(f"the pattern has {len(pattern):,} characters; it may have {LONGEST:,}")
    options = re2.Options()
    options.log_errors = False  # it would write them to stderr
    try:
        compiled = re2.compile(pattern.encode(), options)
    except UnicodeEncodeError as fault:
        raise ValueError(f"the pattern holds half a character at character {fault.start + 1}") from None
    except re2.error as fault:
        raise ValueError(_explain(pattern, fault.args[0])) from None
    if compiled.programsize > LARGEST:
        raise ValueError("the pattern repeats too much: use smaller numbers in {…}, or * and +")
    return compiled


def _explain(pattern: str, told: bytes | str) -> str:
    """RE2 tells the reason and the part of the pattern it stumbled over."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    reason, _, part = text.partition(": ")
    reason = next((advice for start, advice in _ADVICE.items() if part.startswith(start)), reason)
    if not part or pattern.count(part) != 1:
        return f"{reason}: {part}" if part else reason
    return f"{reason}: {part} at character {pattern.index(part) + 1}"


_ADVICE = {
    **dict.fromkeys(("(?=", "(?!", "(?<"), "patterns look neither ahead nor back (RE2)"),
    **{f"\\{digit}": "patterns do not refer back to a group (RE2)" for digit in range(1, 10)},
}
"""By the beginning of the part; RE2's own reason is vague there."""


def _checked(pattern: str) -> str:
    Pattern(pattern)
    return pattern


PatternText = Annotated[str, Field(min_length=1), AfterValidator(_checked)]
"""A pattern that RE2 knows."""
