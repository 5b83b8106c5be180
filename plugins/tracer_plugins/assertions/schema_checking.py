"""Whether a JSON Schema can be used here.

Imports the library, so it is imported when a schema is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import Draft202012Validator, validator_for

from tracer_plugins.assertions.patterns import Pattern
from tracer_plugins.assertions.shortening import shorten


def check_schema(schema: dict[str, Any] | bool) -> None:
    """ValueError says what is wrong with it, and where."""
    try:
        _check(schema)
    except RecursionError:
        raise ValueError("the schema is nested too deeply") from None
    except (TypeError, AttributeError, LookupError) as fault:  # the library, at what no rule of a dialect forbids
        raise ValueError(f"the schema cannot be used: {shorten(str(fault))}") from None


def dialect_of(schema: dict[str, Any] | bool) -> Any:
    """The library's class for the dialect that the schema names; ValueError for one that it does not know."""
    named = schema.get("$schema") if isinstance(schema, dict) else None
    if named is None:
        return Draft202012Validator
    known: Any = validator_for({"$schema": str(named)}, default=Draft202012Validator)
    if known.ID_OF(known.META_SCHEMA).rstrip("#") != str(named).rstrip("#"):
        raise ValueError(f"$schema: {shorten(str(named))} is not known; leave it out for 2020-12")
    return known


def _check(schema: dict[str, Any] | bool) -> None:
    dialect = dialect_of(schema)
    if fault := best_match(dialect(dialect.META_SCHEMA).iter_errors(schema)):
        raise ValueError(f"at {fault.json_path}: {shorten(fault.message)}")
    names: set[str] = set()
    for part in _parts(schema):
        if "$schema" in part and part is not schema:
            raise ValueError("only the whole schema may name its $schema")
        names |= part.keys()
        for pattern in _patterns(part):
            _check_pattern(pattern)
    if {"patternProperties", "unevaluatedProperties"} <= names:
        raise ValueError("patternProperties beside unevaluatedProperties cannot be used here")


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    pending = [schema]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            yield part
            pending += part.values()
        elif isinstance(part, list):
            pending += part


def _patterns(part: dict[str, Any]) -> Iterator[str]:
    if isinstance(part.get("pattern"), str):
        yield part["pattern"]
    if isinstance(part.get("patternProperties"), dict):
        yield from part["patternProperties"]


def _check_pattern(pattern: str) -> None:
    try:
        Pattern(pattern)
    except ValueError as fault:
        raise ValueError(f"the pattern {shorten(pattern)}: {fault}") from None
