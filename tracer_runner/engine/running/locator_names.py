"""Locators as an author would write them: Playwright's Python client can print only its internal selectors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_QUOTED = r'("(?:[^"\\]|\\.)*")'
_ATTRIBUTES = {"placeholder": "get_by_placeholder", "alt": "get_by_alt_text", "title": "get_by_title"}
_PARTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"nth=(-?\d+)", lambda found: {"0": "first", "-1": "last"}.get(found[1], f"nth({found[1]})")),
    (r"internal:role=(\w+)(.*)", lambda found: _name_role(found[1], found[2])),
    (rf"internal:(text|label)={_QUOTED}i?", lambda found: f"get_by_{found[1]}({found[2]})"),
    (rf"internal:(text|label)={_QUOTED}s", lambda found: f"get_by_{found[1]}({found[2]}, exact=True)"),
    (rf"internal:testid=\[[\w-]+={_QUOTED}[is]?\]", lambda found: f"get_by_test_id({found[1]})"),
    (
        rf"internal:attr=\[(placeholder|alt|title)={_QUOTED}[is]?\]",
        lambda found: f"{_ATTRIBUTES[found[1]]}({found[2]})",
    ),
    (rf"internal:has-text={_QUOTED}[is]?", lambda found: f"filter(has_text={found[1]})"),
    (r"internal:control=enter-frame", lambda found: "content_frame"),
)
"""What each kind of part of a selector is called; the first that fits counts."""


def name_locator(locator: Any) -> str:
    """`get_by_role("button", name="Pay").first` for a locator made that way."""
    return name_selector(str(locator._impl_obj._selector))


def name_selector(selector: str) -> str:
    """The same from the internal selector; parts it does not know come back as `locator("…")`."""
    return ".".join(_name_part(part) for part in selector.split(" >> "))


def _name_part(part: str) -> str:
    for pattern, name in _PARTS:
        if found := re.fullmatch(pattern, part, re.DOTALL):
            return name(found)
    return f'locator("{part}")'


def _name_role(role: str, rest: str) -> str:
    name = re.search(rf"\[name=({_QUOTED}|/.*?/\w*)[is]?\]", rest, re.DOTALL)
    return f'get_by_role("{role}", name={name[1]})' if name else f'get_by_role("{role}")'
