"""Tags, and the selector syntax over them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from tracer_runner.errors import UsageError

_TAG = re.compile(r"[a-z0-9][a-z0-9._:/-]{0,49}")


def parse_tag(text: str) -> str:
    """The tag in lower case; ValueError when it is none."""
    tag = text.strip().lower()
    if not _TAG.fullmatch(tag):
        raise ValueError(f"{text!r} is no tag: use up to 50 of a-z 0-9 . _ : / - and begin with a letter or digit")
    return tag


def matches(tags: Collection[str], selectors: Iterable[str]) -> bool:
    """Whether any selector takes these tags. `a+b`: both; `!a`: not. No selector takes everything."""
    selectors = list(selectors)
    return not selectors or any(_matches_one(tags, selector) for selector in selectors)


def tags_named(selectors: Iterable[str]) -> set[str]:
    """Every tag the selectors speak of; UsageError for a selector that is none."""
    return {tag for selector in selectors for _, tag in _terms(selector)}


def _matches_one(tags: Collection[str], selector: str) -> bool:
    return all((tag in tags) is wanted for wanted, tag in _terms(selector))


def _terms(selector: str) -> list[tuple[bool, str]]:
    terms = []
    for term in selector.split("+"):
        wanted = not term.strip().startswith("!")
        try:
            terms.append((wanted, parse_tag(term.strip().removeprefix("!"))))
        except ValueError as fault:
            raise UsageError(f"tag {selector!r}: {fault}", hint="Examples: smoke, smoke+shop, !slow.") from fault
    return terms
