"""Commands and code in sentences: what stands between backticks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Words:
    """A piece of a sentence."""

    text: str
    code: bool


def split_code(sentence: str) -> tuple[Words, ...]:
    """The pieces in their order; a backtick without its fellow is a sign like others."""
    pieces = _CODE.split(sentence)  # every other one stood between backticks
    return tuple(Words(text=text, code=bool(place % 2)) for place, text in enumerate(pieces) if text)
