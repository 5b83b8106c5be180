"""JSON Schema that cannot hang and fetches nothing: steps are counted, patterns are RE2's.

Imports the library, so it is imported when a schema is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jsonschema.exceptions import UnknownType, ValidationError, best_match
from jsonschema.validators import extend
from referencing.exceptions import Unresolvable
from referencing.jsonschema import EMPTY_REGISTRY

from tracer_plugins.assertions.effort import Meter
from tracer_plugins.assertions.metered_patterns import MeteredPatterns
from tracer_plugins.assertions.schema_checking import dialect_of
from tracer_plugins.assertions.shortening import shorten

Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]
"""As the library calls it: validator, the keyword's value, the part of the document, the schema around it."""
_SHOWN = 60
"""Characters of a text of the document in a message."""

_UNPREPARED = (UnknownType, TypeError, AttributeError, LookupError, ArithmeticError, ValueError)
"""What the library raises at schemas that no rule of their dialect forbids, and at numbers of hundreds of digits."""


@dataclass(frozen=True)
class Misfit:
    """A place that the schema does not allow."""

    place: str
    """`$.lamps[3].price`."""
    text: str


def misfits(schema: Any, document: Any, *, meter: Meter, at_most: int) -> list[Misfit]:
    """The first places that do not fit. TooMuchWork, RecursionError."""
    dialect = dialect_of(schema)
    own = _Keywords(MeteredPatterns(meter)).by_name
    keywords = {name: _counted(own.get(name, keyword), meter) for name, keyword in dialect.VALIDATORS.items()}
    if isinstance(schema, dict):  # at "$schema" the library would return to its own keywords
        schema = {name: value for name, value in schema.items() if name != "$schema"}
    counting: Any = extend(dialect, keywords)  # type: ignore[no-untyped-call]
    validator = counting(schema, registry=EMPTY_REGISTRY)
    try:
        return [_told(error) for error in islice(validator.iter_errors(document), at_most)]
    except Unresolvable as fault:
        return [Misfit("$", f"the schema refers to {fault.ref}, which is not in it")]
    except _UNPREPARED as fault:
        return [Misfit("$", f"the schema cannot be applied: {shorten(str(fault))}")]


def _told(error: ValidationError) -> Misfit:
    """Of what fits none of several schemas, the fault in the nearest of them."""
    nearest = best_match([error]) or error
    return Misfit(nearest.json_path, nearest.message)


def _counted(keyword: Keyword, meter: Meter) -> Keyword:
    def count(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        meter.spend(1 + (len(value) if isinstance(value, dict | list) else 0))
        for error in keyword(validator, value, instance, schema) or ():
            meter.spend(len(error.message) // 200)  # the library writes all of what does not fit
            yield error

    return count


class _Keywords:
    """Keywords of our own where the library's may take more than linear time."""

    def __init__(self, patterns: MeteredPatterns) -> None:
        self._found = patterns.found
        self.by_name: dict[str, Keyword] = {
            "pattern": self._pattern,
            "patternProperties": self._pattern_properties,
            "additionalProperties": self._additional_properties,
            "uniqueItems": _unique_items,
        }

    def _pattern(self, validator: Any, pattern: str, instance: Any, _: Any) -> Iterator[ValidationError]:
        if validator.is_type(instance, "string") and not self._found(pattern, instance):
            yield ValidationError(f"{instance[:_SHOWN]!r} does not match {pattern!r}")

    def _pattern_properties(self, validator: Any, parts: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
        if validator.is_type(instance, "object"):
            for pattern, part in parts.items():
                for name in instance:
                    if self._found(pattern, name):
                        yield from validator.descend(instance[name], part, path=name, schema_path=pattern)

    def _additional_properties(
        self, validator: Any, allowed: Any, instance: Any, schema: Any
    ) -> Iterator[ValidationError]:
        if not validator.is_type(instance, "object"):
            return
        patterns = schema.get("patternProperties", {})
        for name in instance:
            if name in schema.get("properties", {}) or any(self._found(pattern, name) for pattern in patterns):
                continue
            if allowed is False:
                yield ValidationError(f"{name[:_SHOWN]!r} is not in the schema")
            else:
                yield from validator.descend(instance[name], allowed, path=name)


def _unique_items(validator: Any, unique: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    """The library's own compares each with each."""
    if unique and validator.is_type(instance, "array") and len(set(map(_hashable, instance))) < len(instance):
        yield ValidationError("some elements are equal")


def _hashable(value: Any) -> Any:
    """Equal for values that are equal as JSON, and for no others."""
    if isinstance(value, dict):
        return frozenset((name, _hashable(member)) for name, member in value.items())
    if isinstance(value, list):
        return tuple(_hashable(one) for one in value)
    return isinstance(value, bool), value
