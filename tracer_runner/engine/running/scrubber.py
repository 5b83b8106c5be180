"""Secrets taken out of text, by value: as they are, and as URLs, JSON, HTML and base64 write them."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
SHORTEST_BASE64 = 6
"""Shorter pieces of base64 would be found by chance in every picture."""


class Scrubber:
    """Finds and masks the secrets of one run. Without secrets it does nothing."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Mask these too from now on."""
        self._forms |= {form for secret in secrets if secret for form in _forms(secret)}
        longest_first = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    @property
    def active(self) -> bool:
        """There are secrets to look for."""
        return self._pattern is not None

    def text(self, text: str) -> str:
        """The text with every secret masked."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def found(self, text: str) -> bool:
        """Whether a secret stands in the text."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def value(self, value: Any) -> Any:
        """A JSON value with every secret masked, in keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        return value


def _forms(secret: str) -> Iterator[str]:
    """Every way the secret may be written."""
    for text in {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}:
        yield text
        yield from _in_urls(text)
        yield html.escape(text, quote=True)
        yield html.escape(text, quote=False)
    yield secret.encode().hex()
    yield from _in_base64(secret.encode())


def _in_urls(text: str) -> Iterator[str]:
    for quoted in (quote(text, safe=""), quote_plus(text), quote(text)):
        yield quoted
        yield re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)


def _in_base64(secret: bytes) -> Iterator[str]:
    """The characters that do not depend on what stands before and after the secret, for each place it may begin at."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + secret).decode().rstrip("=")
        first = -(-before * 8 // 6)  # characters that also hold bits from before
        last = (before + len(secret)) * 8 // 6  # the first that also holds bits from after
        piece = encoded[first:last]
        if len(piece) >= SHORTEST_BASE64:
            yield piece
            yield piece.replace("+", "-").replace("/", "_")
