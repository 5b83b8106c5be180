"""From an assertion as it was written to its result: the same for journeys and monitors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from tracer_runner.errors import PluginError, TracerError, UsageError
from tracer_runner.hooks.contracts import AssertionType, Verdict
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.faults import advice
from tracer_runner.model.run import AssertionResult
from tracer_runner.model.suggestion import suggest
from tracer_runner.model.text import one_line


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
    if name is None:
        raise UsageError(f"type: is missing: {suggest('', known=known)}")
    if not isinstance(name, str) or name not in known:
        raise UsageError(f"type: there is no assertion {name!r} here: {suggest(str(name), known=known)}")
    type_ = known[name]
    operator = _operator(type_, given)
    if operator is not None and "value" in given:
        if operator in given:
            raise UsageError(f"value: {operator} is given as well, and says the same; leave one of them out")
        given[operator] = given.pop("value")
    return Assertion(type_, read_parameters(type_, given))


def _operator(type_: AssertionType, given: dict[str, Any]) -> str | None:
    """The parameter that `value` belongs to, None where it is a parameter of its own; takes `operator` out."""
    fields = type_.parameters.model_fields
    if "operator" not in given or "operator" in fields:
        return type_.operators[0] if type_.operators and "value" not in fields else None
    operator = given.pop("operator")
    spellings = _spellings(type_)
    offered = {spellings.get(name, name) for name in type_.operators}
    if not isinstance(operator, str) or spellings.get(operator) not in offered:
        offer = suggest(str(operator), known=type_.operators) if type_.operators else "it takes none"
        raise UsageError(f"operator: {type_.name} has no operator {operator!r}: {offer}")
    if "value" not in given and fields[spellings[operator]].default is not True:
        raise UsageError(f"value: {type_.name} needs a value to compare with")
    return operator


def read_parameters(type_: AssertionType, given: Mapping[str, Any]) -> BaseModel:
    """What an assertion was given, checked; UsageError names each field and what to write."""
    written, faults = _fields(type_, given)
    try:
        parameters = type_.parameters.model_validate({field: given[name] for field, name in written.items()})
    except ValidationError as fault:
        details = [one for one in fault.errors() if one["loc"] or not faults]  # a misspelt name is not "nothing given"
        faults += [_fault(detail, written=written, spellings=_spellings(type_)) for detail in details]
    if faults:
        raise UsageError("; ".join(faults))
    return parameters


def call_fault(
    assertions: Assertions, name: str, given: Mapping[str, Any], *, of_page: bool, open_values: Collection[str] = ()
) -> str | None:
    """What is wrong with the parameters of `check.<name>(…)`, as far as can be told before it is called.

    `of_page`: it is called without an answer to look at. `open_values`: parameters whose values are not known yet.
    """
    types = [one for one in assertions.values() if one.name == name and (one.subject == "page") is of_page]
    faults = [_call_fault(one, given, open_values=open_values) for one in types]
    return faults[0] if faults and all(faults) else None


def _call_fault(type_: AssertionType, given: Mapping[str, Any], *, open_values: Collection[str]) -> str | None:
    _, faults = _fields(type_, (*given, *open_values))
    if faults or open_values:
        return "; ".join(faults) or None
    try:
        read_parameters(type_, given)
    except UsageError as fault:
        return fault.message
    return None


def judge(assertion: Assertion, observation: Any, *, name: str, plugin: str) -> AssertionResult:
    """Let it look. `name` stands in the result; PluginError when `plugin` breaks, other TracerErrors come through."""
    who = f"The assertion {assertion.type.name!r} of {plugin}"
    try:
        verdict = assertion.type.examine(observation, assertion.parameters)
    except TracerError:
        raise
    except (Exception, SystemExit) as fault:
        raise PluginError(f"{who} failed: {type(fault).__name__}: {fault}") from fault
    if not isinstance(verdict, Verdict):
        raise PluginError(f"{who} failed: examine gave {one_line(repr(verdict), limit=60)} instead of a Verdict.")
    return AssertionResult(
        type=name,
        passed=verdict.passed,
        message=verdict.message,
        expected=verdict.expected,
        actual=verdict.actual,
        pictures=verdict.pictures,
        hint=verdict.hint,
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


def _fields(type_: AssertionType, names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The fields that are meant, each with the name it was given; and what is wrong with the names."""
    spellings = _spellings(type_)
    written: dict[str, str] = {}
    faults = []
    for name in names:
        field = spellings.get(name)
        if field is None:
            offer = suggest(str(name), known=_offered(type_))
            faults.append(f"{name}: {type_.name} has no such parameter: {offer}")
        elif field in written:
            faults.append(f"{name}: {written[field]} is given as well, and means the same; leave one of them out")
        else:
            written[field] = name
    return written, faults


def _spellings(type_: AssertionType) -> dict[str, str]:
    """Every name under which a parameter may be given, and the field it is: `in` is `one_of` in Python."""
    fields = type_.parameters.model_fields
    return {**{field.alias: name for name, field in fields.items() if field.alias}, **{name: name for name in fields}}


def _offered(type_: AssertionType) -> list[str]:
    return [field.alias or name for name, field in type_.parameters.model_fields.items()]


def _fault(detail: Any, *, written: Mapping[str, str], spellings: Mapping[str, str]) -> str:
    parts = [str(part) for part in detail["loc"]]
    if parts:  # by the name it was given
        field = spellings.get(parts[0], parts[0])
        parts[0] = written.get(field, parts[0])
    text = "is missing" if detail["type"] == "missing" else advice(detail)
    return f"{'.'.join(parts)}: {text}" if parts else text
