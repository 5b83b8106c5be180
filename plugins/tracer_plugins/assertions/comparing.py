"""Comparisons of numbers: what was wanted, in words, and whether it holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import model_validator

from tracer_plugins.assertions.parameters import Parameters

_HOLDS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "equals": operator.eq,
        "not_equals": operator.ne,
        "less_than": operator.lt,
        "greater_than": operator.gt,
        "one_of": lambda actual, wanted: actual in wanted,
    }
)
_WORDS = MappingProxyType({"equals": "", "not_equals": "not ", "less_than": "less than ", "greater_than": "more than "})


class Comparison(Parameters):
    """Parameters that all compare: at least one is given, and all that are given must hold."""

    @property
    def wanted(self) -> dict[str, Any]:
        """Each operator that was given, and its value."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}

    @model_validator(mode="after")
    def _compares(self) -> Comparison:
        if not self.wanted:
            names = ", ".join(field.alias or name for name, field in type(self).model_fields.items())
            raise ValueError(f"it needs something to compare with: {names}")
        return self

    def holds(self, actual: Any) -> bool:
        """Whether this number is as wanted."""
        return all(_HOLDS[name](actual, value) for name, value in self.wanted.items())

    def words(self, show: Callable[[Any], str] = str) -> str:
        """`more than 199 and less than 300`; `show` writes one value."""
        return " and ".join(_phrase(name, value, show) for name, value in self.wanted.items())


def _phrase(name: str, value: Any, show: Callable[[Any], str]) -> str:
    if name != "one_of":
        return _WORDS[name] + show(value)
    return ("one of " if len(value) > 1 else "") + ", ".join(show(one) for one in value)
