"""`json_path`."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from tracer_plugins.assertions.json_path import JsonPath

from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.hooks.judging import read_parameters
from tracer_runner.testing import AssertionContract

from .examining import answer, examine, typed

SHOP = {
    "total": 3,
    "open": True,
    "note": None,
    "name": "Lamp shop",
    "length": 7,
    "lamps": [
        {"id": "fable", "price": 120, "tags": ["brass", "desk"]},
        {"id": "heron", "price": 89.5, "tags": []},
        {"id": "moon", "price": 10, "tags": ["paper"], "sold": {"by": "ada"}},
    ],
}


def look(body: Any, **parameters: Any) -> Verdict:
    return examine(JsonPath(), answer(body), **parameters)


@pytest.mark.parametrize(
    ("path", "wanted", "passed"),
    [
        ("$.total", {"equals": 3}, True),
        ("$.total", {"equals": 3.0}, True),
        ("$.total", {"equals": "3"}, False),
        ("$.total", {"equals": 4}, False),
        ("$.open", {"equals": True}, True),
        ("$.open", {"equals": 1}, False),
        ("$.note", {"equals": None}, True),
        ("$.total", {"equals": None}, False),
        ("$.note", {"not_equals": None}, False),
        ("$.absent", {"equals": None}, False),
        ("$.absent", {"not_equals": 1}, False),
        ("$.lamps[0].id", {"equals": "fable"}, True),
        ("$.lamps[-1].sold.by", {"equals": "ada"}, True),
        ("$['lamps'][1]['price']", {"equals": 89.5}, True),
        ("$.lamps[2].sold", {"equals": {"by": "ada"}}, True),
        ("$.lamps[0].tags", {"equals": ["brass", "desk"]}, True),
        ("$.lamps[0].tags", {"equals": ["desk", "brass"]}, False),
        ("$.lamps[0].tags", {"contains": "desk"}, True),
        ("$.lamps[0].tags", {"contains": "des"}, False),
        ("$.name", {"contains": "shop"}, True),
        ("$.name", {"contains": 1}, False),
        ("$.total", {"contains": 3}, False),
        ("$.lamps", {"contains": {"id": "heron", "price": 89.5, "tags": []}}, True),
        ("$.total", {"less_than": 4}, True),
        ("$.total", {"less_than": 3}, False),
        ("$.total", {"greater_than": 2, "less_than": 4}, True),
        ("$.open", {"greater_than": 0}, False),
        ("$.name", {"greater_than": 0}, False),
        ("$.name", {"matches": "^Lamp"}, True),
        ("$.name", {"matches": "^lamp"}, False),
        ("$.total", {"matches": "3"}, False),
        ("$.note", {}, True),
        ("$.absent", {}, False),
        ("$.absent", {"exists": False}, True),
        ("$.note", {"exists": False}, False),
        ("$.lamps.length", {"equals": 3}, True),
        ("$.length", {"equals": 7}, True),
        ("$.name.length", {"exists": False}, True),
        ("$.lamps[*].tags.length", {"less_than": 3}, True),
        ("$..length", {"equals": 7}, True),
        ("$.lamps[?@.tags.length > 1].id", {"equals": "fable"}, True),
        ("$.lamps[*].price", {"greater_than": 0}, True),
        ("$.lamps[*].price", {"greater_than": 50}, False),
        ("$.lamps[*].price", {"greater_than": 100, "several": "any"}, True),
        ("$.lamps[*].price", {"greater_than": 500, "several": "any"}, False),
        ("$.lamps[*].none", {"equals": 1, "several": "all"}, False),
        ("$.lamps[?@.price < 100].id", {"not_equals": "fable"}, True),
        ("$.lamps[?match(@.id, 'h.*n')].price", {"equals": 89.5}, True),
        ("$.lamps[?search(@.id, 'oo')].price", {"equals": 10}, True),
        ("$.lamps[?match(@.id, '(')]", {"exists": False}, True),
        ("$..by", {"equals": "ada"}, True),
        ("$.lamps[0:2].id", {"matches": "^(fable|heron)$"}, True),
    ],
)
def test_what_stands_at_a_path_is_held_against_what_is_wanted(path: str, wanted: dict[str, Any], passed: bool) -> None:
    assert look(SHOP, path=path, **wanted).passed is passed


@pytest.mark.parametrize(
    ("parameters", "message", "expected", "actual"),
    [
        ({"path": "$.total", "equals": 3}, "$.total is 3.", "equals 3", "3"),
        (
            {"path": "$.total", "equals": "3"},
            '$.total is 3; expected a value that equals "3".',
            'equals "3"',
            "3",
        ),
        (
            {"path": "$.total", "greater_than": 5, "less_than": 2.5},
            "$.total is 3; expected a value that is less than 2.5 and is greater than 5.",
            "is less than 2.5 and is greater than 5",
            "3",
        ),
        (
            {"path": "$.lamps[*].price", "greater_than": 50},
            (
                "2 of 3 values at $.lamps[*].price are as expected, the first that is not: 10; "
                "expected a value that is greater than 50."
            ),
            "is greater than 50",
            "120, 89.5, 10",
        ),
        (
            {"path": "$.lamps[*].price", "greater_than": 5},
            "All 3 values at $.lamps[*].price are as expected.",
            "is greater than 5",
            "120, 89.5, 10",
        ),
        (
            {"path": "$.lamps[*].id", "equals": "halo", "several": "any"},
            (
                'None of 3 values at $.lamps[*].id is as expected, the first that is not: "fable"; '
                'expected a value that equals "halo".'
            ),
            'equals "halo"',
            '"fable", "heron", "moon"',
        ),
        (
            {"path": "$.lamps[*].id", "equals": "moon", "several": "any"},
            "1 of 3 values at $.lamps[*].id is as expected.",
            'equals "moon"',
            '"fable", "heron", "moon"',
        ),
        (
            {"path": "$.absent", "equals": 1},
            "There is nothing at $.absent in the body of http://127.0.0.1/lamps.",
            "equals 1",
            "nothing",
        ),
        (
            {"path": "$.note", "exists": False},
            "There is something at $.note in the body of http://127.0.0.1/lamps.",
            "does not exist",
            "null",
        ),
    ],
)
def test_the_sentence_says_what_is_there_and_what_was_wanted(
    parameters: dict[str, Any], message: str, expected: str, actual: str
) -> None:
    verdict = look(SHOP, **parameters)
    assert (verdict.message, verdict.expected, verdict.actual) == (message, expected, actual)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "path: write some text"),
        ("total", "path: a path begins with $: $.items[0].name"),
        ("$.", "path: the path ends too early"),
        ("$.lamps[0", "path: "),
        ("$.lamps total", "path: unexpected token 'total' at character 9"),
        ("$.lamps[?@.price =~ /x/]", "path: unexpected token '=' at character 18"),
        ("$.lamps[?nope(@)]", "path: function 'nope' is not defined at character 10"),
        ("$.lamps[99999999999999999999]", "path: index out of range at character 9"),
        ("$" + "[?@" * 300 + "]" * 300, "path: it has at most 1,000 characters"),
        ("$" + "[?@" * 240 + "]" * 240, "path: the path is nested too deeply"),
        ("$[?@.a == 1e400]", "path: a number in the path is too large"),
        (7, "path: write text"),
    ],
)
def test_what_is_no_path_is_refused_with_the_place(path: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        look(SHOP, path=path)
    assert refused.value.message.startswith(told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"exists": False, "equals": 1}, "with exists: false there is nothing to compare; leave out equals"),
        ({"less_than": "cheap"}, "less_than: write a number"),
        ({"less_than": float("nan")}, "less_than: write a number that has an end"),
        ({"matches": "("}, "matches: missing )"),
        ({"several": "most"}, "several: write 'all' or 'any'"),
        ({"equals": {1, 2}}, "equals"),
        ({"equalz": 1}, 'equalz: json_path has no such parameter: did you mean "equals"?'),
    ],
)
def test_what_cannot_be_compared_with_is_refused(wanted: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        look(SHOP, path="$.total", **wanted)
    assert refused.value.message.startswith(told)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The body of http://127.0.0.1/lamps is empty, so it is no JSON."),
        (b"  \n", "is empty, so it is no JSON."),
        (b"<html>", 'is no JSON: Expecting value at line 1, column 1: "<html>"'),
        (b'{"a": 1', "is no JSON: Expecting ',' delimiter at line 1, column 8: \"{"),
        (b'{"a": 1} {"b": 2}', "is no JSON: Extra data at line 1, column 10"),
        (b"{'a': 1}", "is no JSON: Expecting property name"),
        (b'{"a": "\xff"}', "is no JSON: its byte 8 is no utf-8 text."),
        (b"[NaN]", "is no JSON to rely on: NaN is no JSON number."),
        (b"[-Infinity]", "is no JSON to rely on: -Infinity is no JSON number."),
        (b"[1e999]", "is no JSON to rely on: the number 1e999 is too large."),
        (b"[" + b"9" * 5000 + b"]", "holds a whole number that is too long to be read."),
        (b'{"a": {"b": 1, "c": 2, "b": 3}}', 'is no JSON to rely on: one object names "b" twice.'),
        (b"[" * 100_000 + b"]" * 100_000, "is nested too deeply to be read."),
        (b'{"a":' * 100_000, "is nested too deeply to be read."),
    ],
)
def test_a_body_that_is_no_json_fails_with_a_sentence(body: bytes, told: str) -> None:
    for exists in (True, False):
        verdict = look(body, path="$.a", exists=exists)
        assert not verdict.passed
        assert verdict.message.endswith(told) or told in verdict.message


@pytest.mark.parametrize("body", [b"null", b"[]", b"3", b'"text"', b"true", b'"{bad"', b"{}"])
def test_documents_that_are_no_object_are_documents(body: bytes) -> None:
    assert look(body, path="$", equals=json.loads(body)).passed
    assert look(body, path="$.a", exists=False).passed
    assert look(body, path="$..a", exists=False).passed
    assert look(body, path="$[?@ == 'x']", exists=False).passed


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"a": "ü"}'.encode("utf-8-sig"), "application/json"),
        ('{"a": "ü"}'.encode("utf-16"), "application/json"),
        ('{"a": "ü"}'.encode("latin-1"), "application/json; charset=latin-1"),
        ('{"a": "ü"}'.encode(), "application/json; charset=no-such"),
    ],
)
def test_the_charset_may_be_any_that_can_be_told(body: bytes, content_type: str) -> None:
    assert examine(JsonPath(), answer(body, headers=typed(content_type)), path="$.a", equals="ü").passed


def test_a_body_that_was_cut_or_not_read_is_not_judged() -> None:
    assert "is too long: only 1 bytes" in examine(JsonPath(), answer(b"3", body_cut=True), path="$").message
    assert "could not be read: gone" in examine(JsonPath(), answer(body_fault="gone"), path="$").message


def test_null_is_compared_with_only_where_a_document_may_hold_it() -> None:
    assert look(SHOP, path="$.total", less_than=None, matches=None).passed
    assert not look(SHOP, path="$.total", contains=None).passed
    assert look({"a": [None]}, path="$.a", contains=None).passed


def test_what_was_not_given_is_not_kept_as_null() -> None:
    parameters = read_parameters(JsonPath(), {"path": "$.total", "equals": None})
    assert json.loads(parameters.model_dump_json()) == {"path": "$.total", "equals": None}


def test_half_a_character_in_a_document_can_be_looked_at_and_shown() -> None:
    verdict = look(b'{"a": "x\\ud800"}', path="$.a", matches="^x.$")
    assert verdict.passed
    assert verdict.model_dump_json()


def test_long_values_are_cut_where_they_are_shown() -> None:
    verdict = look({"a": ["lamp" * 100_000] * 10, "b": "lamp" * 100_000}, path="$.a", equals=["lamp" * 1000])
    assert len(verdict.message) < 700
    assert len(verdict.actual or "") < 300
    assert len(look({"b": "lamp" * 100_000}, path="$.b", equals="lamp" * 1000).message) < 700


def test_numbers_of_any_length_can_be_compared() -> None:
    body = b"9" * 4000
    assert look(body, path="$", greater_than=3).passed
    assert look(body, path="$", equals=int(body)).passed
    assert "too long to show" in look(b"1", path="$", equals=10**5000).message


DEEP = b"[" * 400 + b"]" * 400
WIDE = json.dumps({"a": [{"b": number, "s": "text"} for number in range(5_000)]}).encode()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("body", "path"),
    [
        (DEEP, "$..*..*..*..*"),
        (WIDE, "$.a[?count($.a[?@.b == @.c]) > 5]"),
        (WIDE, "$.a[?count($..b) == count(@..*..*..*)]"),
        (WIDE, "$.a[?@.s == $.a || $.a == $.a]"),
        (WIDE, "$.a[?match($.a[0].s, @.s) && search(@.s, '(t+)+$')]"),
        (json.dumps(["a" * 100_000 + "!"] * 50).encode(), "$[?match(@, '(a+)+')]"),
        (json.dumps(["a" * 100_000 + "!"] * 50).encode(), "$[?search(@, '(a|a)*$')]"),
    ],
)
def test_no_path_hangs_whatever_the_document(body: bytes, path: str) -> None:
    assert examine(JsonPath(steps=100_000), answer(body), path=path).message


def test_what_takes_too_many_steps_says_so() -> None:
    verdict = examine(JsonPath(steps=1000), answer(DEEP), path="$..*..*..*..*")
    assert not verdict.passed
    assert verdict.message == (
        "The body of http://127.0.0.1/lamps is too large or too deep for the path $..*..*..*..*."
    )


def test_descending_goes_deeper_than_the_library_would() -> None:
    depth = 300
    assert look(b'{"a":' * depth + b"7" + b"}" * depth, path="$..a", equals=7, several="any").passed


class TestJsonPath(AssertionContract):
    assertion = JsonPath()
    passes: ClassVar = [
        ({"path": "$.total", "equals": 3}, answer(SHOP)),
        ({"path": "$.note", "equals": None}, answer(SHOP)),
        ({"path": "$.absent", "exists": False}, answer(SHOP)),
        ({"path": "$..price", "greater_than": 100, "several": "any"}, answer(SHOP)),
        ({"path": "$.name", "matches": "^Lamp", "contains": "shop"}, answer(SHOP)),
    ]
    fails: ClassVar = [({"path": "$.total", "not_equals": 3}, answer(SHOP)), ({"path": "$.absent"}, answer(SHOP))]
    refuses: ClassVar = [{}, {"path": "total"}, {"path": "$", "exists": False, "equals": 3}]
    odd: ClassVar = [answer(body_fault="gone"), answer(b"[" * 500 + b"]" * 500), answer(b"\xff")]
