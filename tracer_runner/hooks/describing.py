"""What an object of a plugin is, in words and types a person reads."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping, Set
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from tracer_runner.model.record import Record

TRAITS = ("subject", "operators", "observes", "subjects", "default_assertions", "needs", "filename")
"""What objects have besides a name and fields; each kind has some."""
TYPES: Mapping[str, str] = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "object": "names with values",
}
SECRET = "secret"  # noqa: S105
"""The type of what is never shown."""


class FieldFacts(Record):
    """One parameter or one field of a config."""

    name: str
    type: str
    required: bool
    default: Any = None
    """None where there is none, and of secrets."""
    description: str = ""


class ObjectFacts(Record):
    """One thing a plugin registered."""

    kind: str
    name: str
    title: str
    """Its title, or the first line of its docstring."""
    traits: dict[str, Any] = {}
    """What else there is to know: `subject`, `operators`, `needs`, …"""
    fields: tuple[FieldFacts, ...] = ()
    """What it takes."""


def describe(item: Any, *, kind: str) -> ObjectFacts:
    """An object of a plugin; whatever its own properties raise is raised."""
    model = getattr(item, "parameters", None) or getattr(item, "config", None)
    traits = {trait: _as_json(getattr(item, trait)) for trait in TRAITS if hasattr(item, trait)}
    if kind == "context option" and isinstance(item.value, str | int | float):
        traits["value"] = item.value  # others hold headers and passwords
    if kind == "monitor type":
        traits["probe"] = "step by step" if hasattr(item, "start") else "blocking"
    return ObjectFacts(
        kind=kind,
        name=item.name,
        title=getattr(item, "title", None) or first_line(type(item)),
        traits=traits,
        fields=tuple(describe_fields(model)) if model else (),
    )


def describe_fields(model: type[BaseModel]) -> Iterator[FieldFacts]:
    """The fields of a model, from the schema that is published of it."""
    schema, documented = model.model_json_schema(), dict(_field_docs(model))
    for name, field in schema.get("properties", {}).items():
        type_ = spoken_type(field, schema)
        yield FieldFacts(
            name=name,
            type=type_,
            required=name in schema.get("required", ()),
            default=None if SECRET in type_ else field.get("default"),
            description=field.get("description") or documented.get(name, ""),
        )


def spoken_type(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """`text`, `list of number`, `"a" or "b"`; `schema` holds the definitions the field refers to."""
    if "$ref" in field:
        return spoken_type(schema["$defs"][field["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in field:
        return " or ".join(spoken_type(one, schema) for one in field["anyOf"] if one.get("type") != "null")
    if "enum" in field or "const" in field:
        return " or ".join(f'"{value}"' for value in field.get("enum", [field.get("const")]))
    return _plain_type(field, schema)


def _plain_type(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if field.get("format") == "password":
        return SECRET
    word = str(field.get("type"))
    if word == "array":
        return f"list of {spoken_type(field.get('items') or {}, schema)}"
    values = field.get("additionalProperties")
    if word == "object" and isinstance(values, Mapping):
        return f"names with {spoken_type(values, schema)}"
    return TYPES.get(word, "anything")


def _field_docs(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """The docstrings below fields, of the classes whose source is there."""
    for around in reversed([one for one in model.__mro__ if issubclass(one, BaseModel) and one is not BaseModel]):
        try:
            (found,) = ast.parse(textwrap.dedent(inspect.getsource(around))).body
        except (OSError, TypeError, SyntaxError, ValueError):
            continue
        for field, text in pairwise(getattr(found, "body", ())):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                    yield name, " ".join(words.split())


def first_line(documented: object) -> str:
    """Of a docstring; empty when there is none."""
    return (inspect.getdoc(documented) or "").partition("\n")[0]


def _as_json(value: Any) -> Any:
    """Whatever it is, as JSON can hold it."""
    return json.loads(json.dumps(value, default=lambda odd: sorted(odd) if isinstance(odd, Set) else repr(odd)))
