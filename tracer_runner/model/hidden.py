"""The secrets in what a plugin's type is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, SecretStr


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
