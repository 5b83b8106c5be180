"""Text from pages and journeys, made fit to show.

Whatever a page says is hostile until shown otherwise: it may hold control characters, half a character, signs that turn
the direction of reading, or five megabytes. Here such text becomes harmless, and what was cut says so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_TERMINAL_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_LINE_ENDS = re.compile(r"\r\n?")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    r"""The text with every character that cannot be shown written out: `\x00`, `\u202e`, `\ud800`.

    The rest is valid in HTML, in XML 1.0 and in UTF-8. Colours meant for a terminal are dropped.
    """
    text = _LINE_ENDS.sub("\n", _TERMINAL_COLOURS.sub("", text))
    return _UNSHOWABLE.sub(_written_out, text)


def cap(text: str, *, limit: int) -> str:
    """The clean text, cut after `limit` characters; the cut says how much is missing."""
    if len(text) <= limit:
        return clean(text)
    return f"{clean(text[:limit])} … [{len(text) - limit:,} more characters]"


def one_line(text: str, *, limit: int) -> str:
    """The clean text on one line, cut after `limit` characters."""
    head = text[: 4 * limit + 400]
    line = _SPACES.sub(" ", clean(head)).strip()
    if len(head) == len(text) and len(line) <= limit:
        return line
    return f"{line[:limit]} … [{len(text) - min(len(line), limit):,} more characters]"


def counted(number: int, noun: str, *, plural: str | None = None) -> str:
    """`1 journey`, `4 journeys`, `1,204 requests`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def format_size(size: int) -> str:
    """Bytes as people read them: `812 B`, `48 kB`, `3.1 MB`."""
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{size / 1000:.0f} kB" if size >= 9950 else f"{size / 1000:.1f} kB"
    return f"{size / 1_000_000:.1f} MB"


def format_time(moment: datetime) -> str:
    """`2026-03-04 09:15:00 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
