"""The secrets in what a plugin's type is made from, and texts without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from pydantic import BaseModel, SecretStr

TELLING = 6
"""Characters of what is hidden wherever it stands; without what is shorter no text could be read."""
WORD = 3
"""Characters of a whole secret that is hidden where it stands as a word; what is shorter protects nothing."""
_WEB_HOST = re.compile(r"^(https?://)(?:([^/?#]*)@)?[^/?#]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s/?&=#;:@,\"']")


def secrets_of(made: object) -> Iterator[str]:
    """The values of all `SecretStr` in a model, however deep; empty ones are none."""
    if isinstance(made, SecretStr):
        if made.get_secret_value():
            yield made.get_secret_value()
    elif isinstance(made, BaseModel):
        for _, value in made:
            yield from secrets_of(value)
    elif isinstance(made, Mapping):
        for value in made.values():
            yield from secrets_of(value)
    elif isinstance(made, list | tuple | set | frozenset):
        for value in made:
            yield from secrets_of(value)


def hide(text: str, *, secrets: Iterable[str]) -> str:
    """The text without these secrets, and without their parts: others repeat the token alone of `Bearer TOKEN`.

    Of a web address the host is shown.
    """
    known = set(secrets)
    parts = {part for secret in known for part in _telling_parts(secret)}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "…")
    short = sorted((secret for secret in known if WORD <= len(secret) < TELLING), key=len, reverse=True)
    words = [re.escape(secret) for secret in short]
    return re.sub(rf"(?<!\w)({'|'.join(words)})(?!\w)", "…", text) if words else text


def _telling_parts(secret: str) -> Iterator[str]:
    for part in (secret, *_SEPARATORS.split(_WEB_HOST.sub(r"\2/", secret))):
        for spelling in (part, unquote(part)):
            if len(spelling) >= TELLING:
                yield spelling
