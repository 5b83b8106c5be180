"""docs/assertions.md is complete and true: each assertion, operator and parameter, and examples that are read."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tracer_runner.hooks.contracts import AssertionType
from tracer_runner.hooks.judging import read_declaration, read_parameters
from tracer_runner.hooks.manager import load_registry

from .guide import Guide

GUIDE = Guide("assertions.md")
SECTIONS = {"page": "Pages", "http": "HTTP", "dns": "DNS", "tls": "TLS"}
ASSERTIONS = load_registry(warn=pytest.fail).assertions
TYPES = [type_ for type_ in ASSERTIONS.values() if type_.subject in SECTIONS]
TESTS = Path(__file__).parents[1] / "plugins" / "assertions"
each = pytest.mark.parametrize("type_", TYPES, ids=ASSERTIONS.key)


@dataclass(frozen=True)
class Entry:
    """What the page says of one assertion."""

    text: str

    @property
    def rows(self) -> set[str]:
        """The operators and parameters its tables name."""
        cells = re.findall(r"^\| (`[^|]+) \|", self.text, re.MULTILINE)
        return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}

    def examples(self, language: str) -> list[str]:
        """The blocks of code in a language."""
        return re.findall(rf"^```{language}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)


def entry(type_: AssertionType) -> Entry:
    section = GUIDE.text.partition(f"\n## {SECTIONS[type_.subject]}\n")[2].partition("\n## ")[0]
    return Entry(section.partition(f"\n### `{type_.name}`\n")[2].partition("\n### ")[0])


def parameters(type_: AssertionType) -> set[str]:
    """Their names as a monitor writes them."""
    return {field.alias or name for name, field in type_.parameters.model_fields.items()}


def test_there_is_something_to_prove() -> None:
    assert len(TYPES) >= 21
    assert {type_.subject for type_ in TYPES} == set(SECTIONS)


@each
def test_every_parameter_has_a_row_and_every_row_is_a_parameter(type_: AssertionType) -> None:
    assert entry(type_).rows == parameters(type_)


@each
def test_every_parameter_that_compares_is_an_operator(type_: AssertionType) -> None:
    told = re.search(r"^\| operator \|.*?(?=\n\n)", entry(type_).text, re.MULTILINE | re.DOTALL)
    assert Entry(told[0] if told else "").rows == set(type_.operators)


def test_nothing_is_documented_that_is_not_there() -> None:
    for subject, title in SECTIONS.items():
        section = GUIDE.text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        assert set(re.findall(r"^### `(\w+)`$", section, re.MULTILINE)) == set(ASSERTIONS.of(subject))


@each
def test_there_is_an_example_of_both_forms_and_each_is_read(type_: AssertionType) -> None:
    calls = [call for block in entry(type_).examples("python") for call in calls_of(block)]
    declared = [json.loads(block) for block in entry(type_).examples("json")]
    for call in calls:
        assert call.name == type_.name
        read_parameters(type_, call.parameters)
    for one in declared:
        assert read_declaration(one, known=ASSERTIONS.of(type_.subject)).type is type_
    if type_.subject == "dns":  # no journey asks name servers: both forms are declarations
        assert len(declared) == 2
    else:
        assert calls
        assert declared or type_.subject == "page"  # no monitor has pages


def test_the_two_declarations_at_the_top_say_the_same() -> None:
    first, second = (json.loads(block) for block in Entry(GUIDE.text.partition("\n## ")[0]).examples("json"))
    known = ASSERTIONS.of("http")
    assert read_declaration(first, known=known) == read_declaration(second, known=known)


@each
def test_every_assertion_has_tests_in_a_module_of_its_name(type_: AssertionType) -> None:
    module = type(type_).__module__.rpartition(".")[2]
    assert (TESTS / f"test_{module}.py").is_file()


@pytest.mark.parametrize("type_", ASSERTIONS.values(), ids=ASSERTIONS.key)
def test_the_schema_of_every_parameter_can_be_published(type_: AssertionType) -> None:
    schema = type_.parameters.model_json_schema()
    json.dumps(schema)
    assert issubclass(type_.parameters, BaseModel)
    assert set(schema.get("properties", {})) == parameters(type_)
    assert schema["additionalProperties"] is False


@dataclass(frozen=True)
class Call:
    """`check.<name>(response, …)`."""

    name: str
    parameters: dict[str, Any]


def calls_of(code: str) -> list[Call]:
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = {keyword.arg or "": ast.literal_eval(keyword.value) for keyword in node.keywords}
            found.append(Call(node.func.attr, given))
    return found
