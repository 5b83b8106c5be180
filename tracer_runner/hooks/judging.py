"""From an assertion as it was written to its result: the same for journeys and monitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from tracer_runner.errors import MissingInput, PluginError, UsageError
from tracer_runner.hooks.contracts import AssertionType
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.faults import advice
from tracer_runner.model.run import AssertionResult
from tracer_runner.model.suggestion import suggest


@dataclass(frozen=True)
class Assertion:
    """One expectation: a type and what it was given."""

    type: AssertionType
    parameters: BaseModel


def read_declaration(declared: Mapping[str, Any], *, known: Mapping[str, AssertionType]) -> Assertion:
    """An assertion as monitors declare it: `{type, operator, value, …}`, or with the operator as a key.

    `known`: the types that fit, by name. UsageError names the field.
    """
    given = dict(declared)
    name = given.pop("type", None)
    if not isinstance(name, str) or name not in known:
        raise UsageError(f"type: there is no assertion {name!r} here: {suggest(str(name), known=known)}")
    type_ = known[name]
    if "operator" in given:
        operator = given.pop("operator")
        if operator not in type_.operators:
            offer = suggest(str(operator), known=type_.operators) if type_.operators else "it takes none"
            raise UsageError(f"operator: {name} has no operator {operator!r}: {offer}")
        if "value" not in given:
            raise UsageError(f"value: {name} needs a value to compare with")
        given[operator] = given.pop("value")
    elif "value" in given and type_.operators and "value" not in type_.parameters.model_fields:
        given[type_.operators[0]] = given.pop("value")
    return Assertion(type_, read_parameters(type_, given))


def read_parameters(type_: AssertionType, given: Mapping[str, Any]) -> BaseModel:
    """What an assertion was given, checked; UsageError names each field and what to write."""
    unknown = [name for name in given if name not in type_.parameters.model_fields]
    faults = [f"{name}: {type_.name} has no such parameter: {_offer(name, type_)}" for name in unknown]
    try:
        parameters = type_.parameters(**{name: value for name, value in given.items() if name not in unknown})
    except ValidationError as fault:
        faults += [_fault(detail) for detail in fault.errors()]
    if faults:
        raise UsageError("; ".join(faults))
    return parameters


def judge(assertion: Assertion, observation: Any, *, name: str, plugin: str) -> AssertionResult:
    """Let it look. `name` stands in the result; PluginError when `plugin` breaks while looking."""
    try:
        verdict = assertion.type.examine(observation, assertion.parameters)
    except MissingInput:
        raise
    except Exception as fault:
        raise PluginError(
            f"The assertion {assertion.type.name!r} of {plugin} failed: {type(fault).__name__}: {fault}"
        ) from fault
    return AssertionResult(
        type=name,
        passed=verdict.passed,
        message=verdict.message,
        expected=verdict.expected,
        actual=verdict.actual,
        pictures=verdict.pictures,
    )


def judge_all(
    declared: list[Assertion], observations: Mapping[str, Any], *, assertions: Assertions
) -> list[AssertionResult]:
    """Hold a monitor's assertions against what it saw of each subject. A subject that was not seen fails."""
    results = []
    for one in declared:
        subject = one.type.subject
        if subject in observations:
            owner = assertions.owner(assertions.key(one.type))
            results.append(judge(one, observations[subject], name=one.type.name, plugin=owner))
        else:
            message = f"{one.type.name} looks at {subject}, and nothing was seen of it."
            results.append(AssertionResult(type=one.type.name, passed=False, message=message))
    return results


def _fault(detail: Any) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    text = "is missing" if detail["type"] == "missing" else advice(detail)
    return f"{place}: {text}" if place else text


def _offer(name: str, type_: AssertionType) -> str:
    return suggest(name, known=type_.parameters.model_fields)
