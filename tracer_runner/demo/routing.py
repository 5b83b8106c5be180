"""From method and path to the function that answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Callable[..., object])


class Routes(Generic[T]):
    """Functions by method and path pattern. `{name}` in a pattern stands for one part of the path."""

    def __init__(self, *routes: tuple[str, str, T]) -> None:
        self._routes = [(method, _compile(pattern), function) for method, pattern, function in routes]

    def find(self, method: str, path: str) -> tuple[T, dict[str, str]] | None:
        """The function for a request, and what the named parts of its path are."""
        for known, pattern, function in self._routes:
            if known == method and (match := pattern.fullmatch(path)):
                return function, match.groupdict()
        return None

    def methods(self, path: str) -> list[str]:
        """Every method this path answers to; none: there is no such path."""
        return sorted({method for method, pattern, _ in self._routes if pattern.fullmatch(path)})


def _compile(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", pattern)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    )
