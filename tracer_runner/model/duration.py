"""Durations as people write them, and as people read them."""

from __future__ import annotations

import re

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def parse_duration(value: object) -> object:
    """Seconds from `15`, `"15s"`, `"500ms"`, `"1h"`.

    Values that are no duration at all come back unchanged, so that pydantic names the field in its own error;
    a string that looks like none raises ValueError.
    """
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    if not match:
        raise ValueError(f'{value!r} is no duration; write "500ms", "15s", "5m", "1h" or a number of seconds')
    return float(match[1]) * UNITS[match[2] or "s"]


def parse_milliseconds(value: object) -> object:
    """Milliseconds from `800`, `"800"`, `"800ms"`, `"2s"`; as `parse_duration`, but for the unit of bare numbers."""
    if not isinstance(value, str):
        return value
    if _NUMBER.fullmatch(value.strip()):
        return float(value)
    try:
        return float(str(parse_duration(value))) * 1000
    except ValueError:
        raise ValueError(f'{value!r} is no duration; write "800ms", "2s" or a number of milliseconds') from None


def format_duration(seconds: float) -> str:
    """`0.0004` -> `0.4 ms`, `0.084` -> `84 ms`, `2.31` -> `2.3 s`, `95` -> `1 min 35 s`, `270000` -> `3 d 3 h`."""
    if 0 < seconds < 0.00095:
        return f"{seconds * 1000:.1g} ms"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        days, hours = divmod(hours, 24)
        return f"{days} d {hours} h" if hours else f"{days} d"
    parts = [
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{rest} s" if rest and not hours else "",
    ]
    return " ".join(part for part in parts if part)
