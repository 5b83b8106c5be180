"""Locators as an author would write them: Playwright's Python client can print only its internal selectors."""

from __future__ import annotations

import re
from typing import Any

_PART_NAMES = {"text": "get_by_text", "label": "get_by_label"}
_ATTRIBUTES = {"placeholder": "get_by_placeholder", "alt": "get_by_alt_text", "title": "get_by_title"}


def name_locator(locator: Any) -> str:
    """`get_by_role("button", name="Pay").first` for a locator made that way."""
    return name_selector(str(locator._impl_obj._selector))


def name_selector(selector: str) -> str:
    """The same from the internal selector; parts it does not know come back as `locator("…")`."""
    return ".".join(_name_part(part) for part in selector.split(" >> "))


def _name_part(part: str) -> str:
    if part.startswith("nth="):
        return {"0": "first", "-1": "last"}.get(part[4:], f"nth({part[4:]})")
    if found := re.fullmatch(r"internal:role=(\w+)(.*)", part, re.DOTALL):
        return _name_role(found[1], found[2])
    if found := re.fullmatch(r'internal:(text|label)=("(?:[^"\\]|\\.)*")([is]?)', part, re.DOTALL):
        return f"{_PART_NAMES[found[1]]}({found[2]}{', exact=True' if found[3] == 's' else ''})"
    if found := re.fullmatch(r'internal:testid=\[[\w-]+=("(?:[^"\\]|\\.)*")[is]?\]', part, re.DOTALL):
        return f"get_by_test_id({found[1]})"
    if found := re.fullmatch(r'internal:attr=\[(placeholder|alt|title)=("(?:[^"\\]|\\.)*")[is]?\]', part, re.DOTALL):
        return f"{_ATTRIBUTES[found[1]]}({found[2]})"
    if found := re.fullmatch(r'internal:has-text=("(?:[^"\\]|\\.)*")[is]?', part, re.DOTALL):
        return f"filter(has_text={found[1]})"
    if part.startswith("internal:control=enter-frame"):
        return "content_frame"
    return f'locator("{part}")'


def _name_role(role: str, rest: str) -> str:
    name = re.search(r'\[name=("(?:[^"\\]|\\.)*"|/.*?/\w*)[is]?\]', rest, re.DOTALL)
    return f'get_by_role("{role}", name={name[1]})' if name else f'get_by_role("{role}")'
