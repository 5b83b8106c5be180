"""From an assertion as it was written to its result."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tracer_runner.errors import MissingInput, PluginError, UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.hooks.judging import Assertion, judge, judge_all, read_declaration, read_parameters
from tracer_runner.hooks.registry import Assertions

from .number_assertions import Number, NumberParameters, TextParameters

NUMBER = Number()
TEXT = Number("text", parameters=TextParameters, operators=())
KNOWN = {"number": NUMBER, "text": TEXT}


def given(declared: dict[str, Any]) -> dict[str, Any]:
    """What a declaration becomes: its parameters that were given."""
    return read_declaration(declared, known=KNOWN).parameters.model_dump(exclude_unset=True, by_alias=False)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"type": "number", "operator": "equals", "value": 3}, {"equals": 3}),
        ({"type": "number", "equals": 3}, {"equals": 3}),
        ({"type": "number", "value": 3}, {"equals": 3}),
        ({"type": "number", "operator": "less_than", "value": 3}, {"less_than": 3}),
        ({"type": "number", "less_than": 9, "equals": 3}, {"less_than": 9, "equals": 3}),
        ({"type": "number", "operator": "less_than", "value": 9, "equals": 3}, {"less_than": 9, "equals": 3}),
        ({"type": "number", "value": 3, "less_than": 9}, {"equals": 3, "less_than": 9}),
        ({"type": "number", "operator": "in", "value": [1, 2]}, {"one_of": (1, 2)}),
        ({"type": "number", "in": [1, 2]}, {"one_of": (1, 2)}),
        ({"type": "number", "one_of": [1, 2]}, {"one_of": (1, 2)}),
        ({"type": "number", "operator": "one_of", "value": [1, 2]}, {"one_of": (1, 2)}),
        ({"type": "number", "operator": "exists", "value": False}, {"exists": False}),
        ({"type": "number", "operator": "exists"}, {}),
        ({"type": "number", "operator": "equals", "value": 3, "unit": "ms"}, {"equals": 3, "unit": "ms"}),
        ({"type": "number", "operator": "equals", "value": None}, {"equals": None}),
        ({"type": "number"}, {}),
        ({"type": "text", "value": "x"}, {"value": "x"}),
        ({"type": "text", "value": "x", "case_sensitive": False}, {"value": "x", "case_sensitive": False}),
    ],
)
def test_a_declaration_may_name_the_operator_or_have_it_as_a_key(
    declared: dict[str, Any], expected: dict[str, Any]
) -> None:
    before = dict(declared)
    assert given(declared) == expected
    assert declared == before


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, "type: is missing: known: number, text"),
        ({"type": "numbr"}, "type: there is no assertion 'numbr' here: did you mean \"number\"?"),
        ({"type": ["number"]}, "type: there is no assertion ['number'] here: "),
        (
            {"type": "number", "operator": "equal", "value": 3},
            "operator: number has no operator 'equal': did you mean \"equals\"?",
        ),
        ({"type": "number", "operator": None, "value": 3}, "operator: number has no operator None: known: equals, "),
        ({"type": "number", "operator": ["in"], "value": 3}, "operator: number has no operator ['in']: "),
        (
            {"type": "number", "operator": "unit", "value": "s"},
            "operator: number has no operator 'unit': known: equals",
        ),
        (
            {"type": "text", "operator": "equals", "value": "x"},
            "operator: text has no operator 'equals': it takes none",
        ),
        ({"type": "number", "operator": "equals"}, "value: number needs a value to compare with"),
        (
            {"type": "number", "operator": "equals", "value": 3, "equals": 4},
            "value: equals is given as well, and says the same; leave one of them out",
        ),
        ({"type": "number", "value": 3, "equals": 4}, "value: equals is given as well"),
        (
            {"type": "number", "operator": "in", "value": [1], "one_of": [2]},
            "in: one_of is given as well, and means the same; leave one of them out",
        ),
        ({"type": "text"}, "value: is missing"),
        ({"type": "number", "operator": "equals", "value": "x"}, "equals: write a whole number"),
    ],
)
def test_a_fault_of_a_declaration_names_the_field_and_what_to_write(declared: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_declaration(declared, known=KNOWN)
    assert refused.value.message.startswith(told)


@pytest.mark.parametrize(
    ("type_", "parameters", "told"),
    [
        (NUMBER, {"equal": 3}, 'equal: number has no such parameter: did you mean "equals"?'),
        (NUMBER, {"xyz": 3}, "xyz: number has no such parameter: known: equals, exists, in, less_than, unit"),
        (NUMBER, {7: 3}, "7: number has no such parameter: known: "),
        (NUMBER, {"in": ["x"]}, "in.0: write a whole number"),
        (NUMBER, {"one_of": ["x"]}, "one_of.0: write a whole number"),
        (NUMBER, {"exists": "perhaps"}, "exists: write true or false"),
        (NUMBER, {"unit": "seconds"}, "unit: it has at most 3 characters"),
        (TEXT, {}, "value: is missing"),
        (TEXT, {"value": ""}, "value: write some text"),
        (TEXT, {"valu": "x", "case_sensitive": "perhaps"}, "; value: is missing; case_sensitive: write true or false"),
    ],
)
def test_every_fault_of_parameters_is_told_by_the_name_that_was_written(
    type_: Number, parameters: dict[Any, Any], told: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read_parameters(type_, parameters)
    assert told in refused.value.message


def test_a_result_has_all_that_the_verdict_says() -> None:
    result = judge(Assertion(NUMBER, read_parameters(NUMBER, {"equals": 3})), 3, name="check.number", plugin="numbers")
    assert (result.type, result.passed, result.message) == ("check.number", True, "It is 3.")
    assert (result.expected, result.actual) == ("a number", "3")


def test_an_assertion_that_breaks_names_its_plugin_and_one_that_cannot_judge_says_so_itself() -> None:
    assertion = Assertion(NUMBER, read_parameters(NUMBER, {}))
    with pytest.raises(PluginError, match="'number' of numbers failed: ZeroDivisionError: division by zero"):
        judge(assertion, 500, name="number", plugin="numbers")
    with pytest.raises(MissingInput, match="nothing to compare with"):
        judge(assertion, 404, name="number", plugin="numbers")


@pytest.mark.parametrize("verdict", [True, None, "yes"])
def test_an_assertion_that_gives_no_verdict_is_its_plugins_fault(verdict: Any) -> None:
    class Wrong(Number):
        def examine(self, observation: int, parameters: Any) -> Verdict:
            return verdict  # type: ignore[no-any-return]

    with pytest.raises(PluginError, match=f"of numbers failed: examine gave {verdict!r} instead of a Verdict"):
        judge(Assertion(Wrong(), NumberParameters()), 3, name="number", plugin="numbers")


def test_a_verdict_says_yes_or_no_and_why() -> None:
    for wrong in (
        {"passed": "yes", "message": "It is."},
        {"passed": 1, "message": "It is."},
        {"passed": True, "message": ""},
    ):
        with pytest.raises(ValidationError):
            Verdict.model_validate(wrong)


def test_each_declared_assertion_is_held_against_its_subject_and_one_that_was_not_seen_fails() -> None:
    assertions = Assertions()
    for type_ in (NUMBER, Number("angle", subject="circle")):
        assertions.put(type_, plugin="numbers")
    known = assertions.of("number", "circle")
    declared = [
        read_declaration(one, known=known)
        for one in ({"type": "number", "equals": 3}, {"type": "number", "equals": 4}, {"type": "angle", "equals": 3})
    ]
    results = judge_all(declared, {"number": 3}, assertions=assertions)
    assert [(one.type, one.passed) for one in results] == [("number", True), ("number", False), ("angle", False)]
    assert results[2].message == "angle looks at circle, and nothing was seen of it."


def test_the_plugin_of_one_that_breaks_is_named() -> None:
    assertions = Assertions()
    assertions.put(NUMBER, plugin="numbers")
    with pytest.raises(PluginError, match="of numbers failed"):
        judge_all([Assertion(NUMBER, read_parameters(NUMBER, {}))], {"number": 500}, assertions=assertions)
