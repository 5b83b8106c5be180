"""What a value of a JSON document should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracer_plugins.assertions.effort import Meter
from tracer_plugins.assertions.metered_patterns import MeteredPatterns
from tracer_plugins.assertions.shortening import shorten, shown


@dataclass(frozen=True)
class Conditions:
    """All that a value should be."""

    words: str
    """`is greater than 0 and is less than 10`; empty: nothing is asked of it."""
    tests: Sequence[Callable[[Any], bool]]

    def met(self, value: Any) -> bool:
        """Whether it is all of that. TooMuchWork, RecursionError."""
        return all(test(value) for test in self.tests)


def conditions(wanted: Mapping[str, Any], *, meter: Meter) -> Conditions:
    """From operators and what to compare with."""
    words = " and ".join(_WORDS[name].format(_show(name, value)) for name, value in wanted.items())
    return Conditions(words, [_test(name, value, meter) for name, value in wanted.items()])


_WORDS = {
    "equals": "equals {}",
    "not_equals": "does not equal {}",
    "contains": "contains {}",
    "less_than": "is less than {}",
    "greater_than": "is greater than {}",
    "matches": "matches {}",
}


def _show(name: str, value: Any) -> str:
    if name == "matches":
        return shorten(value)
    return f"{value:.15g}" if name in {"less_than", "greater_than"} else shown(value)


def _test(name: str, wanted: Any, meter: Meter) -> Callable[[Any], bool]:
    match name:
        case "equals":
            return lambda value: same(value, wanted, meter=meter)
        case "not_equals":
            return lambda value: not same(value, wanted, meter=meter)
        case "contains":
            return lambda value: _contains(value, wanted, meter)
        case "less_than":
            return lambda value: _is_number(value) and value < wanted
        case "greater_than":
            return lambda value: _is_number(value) and value > wanted
        case _:
            patterns = MeteredPatterns(meter)
            return lambda value: isinstance(value, str) and patterns.found(wanted, value)


def same(left: Any, right: Any, *, meter: Meter) -> bool:
    """Equal as JSON: 1 and 1.0 are, 1 and true are not, whatever they stand in."""
    meter.spend()
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key], meter=meter) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        pairs = zip(left, right, strict=False)
        return len(left) == len(right) and all(same(one, other, meter=meter) for one, other in pairs)
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _contains(value: Any, wanted: Any, meter: Meter) -> bool:
    if isinstance(value, str):
        return isinstance(wanted, str) and wanted in value
    return isinstance(value, list) and any(same(one, wanted, meter=meter) for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
