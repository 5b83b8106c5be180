"""`json_schema`."""

from __future__ import annotations

import json
import warnings
from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.json_schema import JsonSchema

from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.testing import AssertionContract

from .examining import answer, examine

LAMP = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string", "pattern": "^[a-z]+$"}, "price": {"type": "number", "minimum": 0}},
    "additionalProperties": False,
}
LAMPS = {"type": "array", "items": {"$ref": "#/$defs/lamp"}, "$defs": {"lamp": LAMP}}
DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def look(body: Any, schema: Any) -> Verdict:
    return examine(JsonSchema(), answer(body), schema=schema)


@pytest.mark.parametrize(
    ("body", "schema", "told"),
    [
        ([{"id": "fable", "price": 3}], LAMPS, None),
        ([{"id": "fable", "price": 3}], json.dumps(LAMPS), None),
        ([{"id": "fable"}, {"id": "heron", "price": "3"}], LAMPS, "$[1].price: '3' is not of type 'number'"),
        ([{"price": 3}], LAMPS, "$[0]: 'id' is a required property"),
        ([{"id": "Fable 2"}], LAMPS, "$[0].id: 'Fable 2' does not match '^[a-z]+$'"),
        ([{"id": "fable", "colour": 1}], LAMPS, "$[0]: 'colour' is not in the schema"),
        ({"a b": 1}, {"properties": {"a b": {"type": "null"}}}, "$['a b']: 1 is not of type 'null'"),
        ({"x-1": "y"}, {"patternProperties": {"^x-": {"type": "integer"}}}, "$['x-1']: 'y' is not of type 'integer'"),
        ({"x-1": 1, "y": 1}, {"patternProperties": {"^x-": {}}, "additionalProperties": False}, "$: 'y' is not in"),
        ({"y": 1}, {"additionalProperties": {"type": "string"}}, "$.y: 1 is not of type 'string'"),
        ([1, 2, 1], {"uniqueItems": True}, "$: some elements are equal"),
        ([{"a": [1]}, {"a": [1.0]}], {"uniqueItems": True}, "$: some elements are equal"),
        ([1, True, "1", [1], [True], {"a": 1}, {"a": True}], {"uniqueItems": True}, None),
        ([1, 1], {"uniqueItems": False}, None),
        (
            {"a": {"b": 1}},
            {"anyOf": [{"properties": {"a": {"properties": {"b": {"type": "null"}}}}}]},
            "$.a.b: 1 is not",
        ),
        (None, {"type": "null"}, None),
        (3, True, None),
        (3, False, "$: False schema does not allow 3"),
        (["x", 1], {"$schema": DRAFT_7, "items": [{"type": "string"}, {"type": "string"}]}, "$[1]: 1 is not of type"),
        ([[["x"]]], {"$schema": DRAFT_7, "items": {"$ref": "#"}, "type": "array"}, "$[0][0][0]: 'x' is not of type"),
        ({}, {"$schema": "http://json-schema.org/draft-04/schema#", "$ref": 3}, "$: the schema cannot be applied: "),
        (
            {},
            {"$schema": "http://json-schema.org/draft-03/schema#", "type": "odd"},
            "$: the schema cannot be applied: ",
        ),
        (
            {},
            {"$ref": "http://127.0.0.1:9/x.json"},
            "$: the schema refers to http://127.0.0.1:9/x.json, which is not in it",
        ),
        ({}, {"$ref": "#/$defs/none"}, "$: the schema refers to /$defs/none, which is not in it"),
    ],
)
def test_a_body_fits_or_the_place_that_does_not_is_told(body: Any, schema: Any, told: str | None) -> None:
    verdict = look(body, schema)
    assert verdict.passed is (told is None)
    assert (told or "fits the schema.") in verdict.message


def test_the_first_places_that_do_not_fit_are_listed() -> None:
    verdict = look(list("abcdefghijklmnop"), {"items": {"type": "integer"}})
    assert verdict.actual == (
        "$[0]: 'a' is not of type 'integer'\n$[1]: 'b' is not of type 'integer'\n$[2]: 'c' is not of type 'integer'"
    )


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "strng"}, "schema: at $.type: 'strng' is not "),
        ({"properties": {"a": {"minimum": "3"}}}, "schema: at $.properties.a.minimum: '3' is not of type 'number'"),
        ({"properties": {"a": {"pattern": "(?=x)"}}}, "schema: the pattern (?=x): patterns look neither ahead"),
        ({"patternProperties": {"[": {}}}, "schema: the pattern [: missing ]"),
        ({"$schema": "http://127.0.0.1/mine"}, "schema: $schema: http://127.0.0.1/mine is not known"),
        ({"$schema": 7}, "schema: $schema: 7 is not known"),
        ({"properties": {"a": {"$schema": DRAFT_7}}}, "schema: only the whole schema may name its $schema"),
        (
            {"patternProperties": {"a": {}}, "unevaluatedProperties": False},
            "schema: patternProperties beside unevaluatedProperties cannot be used here",
        ),
        ("lamp.schema.json", "schema: the text is no JSON: "),
        ("[" * 100_000, "schema: the text is no JSON: "),
        ("[]", "schema: write a schema ({…}), or its text"),
        (3, "schema: write a schema ({…}), or its text"),
    ],
)
def test_what_is_no_schema_is_refused(schema: Any, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        look({}, schema)
    assert refused.value.message.startswith(told)


def test_a_schema_is_needed() -> None:
    with pytest.raises(UsageError, match=r"^schema: is missing$"):
        examine(JsonSchema(), answer({}))


def test_a_body_that_is_no_json_fails_with_a_sentence() -> None:
    verdict = look(b"<html>", {})
    assert not verdict.passed
    assert "is no JSON" in verdict.message


TREE = {f"d{number}": {"allOf": [{"$ref": f"#/$defs/d{number + 1}"}] * 2} for number in range(40)}
TOO_MUCH = "is too large or too deep for the schema"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("body", "schema", "told"),
    [
        ({}, {"$defs": {**TREE, "d40": {}}, "$ref": "#/$defs/d0"}, TOO_MUCH),
        ({}, {"$ref": "#"}, TOO_MUCH),
        (b"[" * 900 + b"]" * 900, {"items": {"$ref": "#"}}, ""),
        ([{}] * 100_000, {"uniqueItems": True}, "some elements are equal"),
        ([{"a": number} for number in range(50_000)], {"uniqueItems": True}, "fits"),
        (["a" * 100_000 + "!"], {"items": {"pattern": "(a+)+$"}}, "does not match"),
        ({"a" * 100_000 + "!": 1}, {"patternProperties": {"(a+)+$": {}}, "additionalProperties": False}, "is not in"),
        (
            {"a" * 100_000 + "!": 1},
            {"$schema": DRAFT_7, "properties": {"x": {"$ref": "#"}}, "patternProperties": {"(a+)+$": {}}},
            "fits",
        ),
        ({"a": ["text"] * 300_000}, {"anyOf": [{"type": "string"}] * 200}, TOO_MUCH),
    ],
)
def test_no_schema_hangs_whatever_the_document(body: Any, schema: Any, told: str) -> None:
    verdict = examine(JsonSchema(steps=50_000), answer(body), schema=schema)
    assert told in verdict.message


def test_a_number_of_thousands_of_digits_is_no_exception() -> None:
    verdict = look(b"9" * 4000, {"multipleOf": 1.5})
    assert not verdict.passed
    assert "the schema cannot be applied: int too large" in verdict.message


def test_nothing_is_fetched_and_nothing_warns() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        look({}, {"$ref": "https://json-schema.org/draft/2020-12/schema"})


class TestJsonSchema(AssertionContract):
    assertion = JsonSchema()
    passes: ClassVar = [({"schema": LAMPS}, answer([{"id": "fable"}])), ({"schema": True}, answer(3))]
    fails: ClassVar = [({"schema": LAMPS}, answer([{"id": 3}])), ({"schema": False}, answer({}))]
    refuses: ClassVar = [{}, {"schema": 3}, {"schema": {"type": "strng"}}]
    odd: ClassVar = [answer(body_fault="gone"), answer(b"[" * 500 + b"]" * 500), answer(b"\xff")]
