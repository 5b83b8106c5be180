"""The contract of assertions catches what it is there for: each is given one fault."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from tracer_runner.errors import TracerError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.model.record import Record
from tracer_runner.testing import AssertionContract, FakePage, OwnSocket

CAUGHT = (AssertionError, TracerError, pytest.fail.Exception)


class Lax(BaseModel):
    """Takes what it does not know."""


class Limit(Record):
    at_most: int = 3


class Good:
    """An assertion that keeps the contract."""

    name = "good"
    subject = "page"
    operators: tuple[str, ...] = ("at_most",)
    observes = frozenset[str]()
    parameters: type[BaseModel] = Limit

    def examine(self, observation: Any, parameters: Any) -> Verdict:
        return self.say((observation.value or 0) <= 3)

    def say(self, passed: bool) -> Verdict:
        return Verdict(passed=passed, message="It was looked at.")


class Named(Good):
    name = "Bad Name"


class WithoutParameter(Good):
    operators = ("less_than",)


class Unnoticed(Good):
    observes = frozenset({"vitals"})


class TakesAnything(Good):
    parameters = Lax
    operators = ()


class NeverFails(Good):
    def examine(self, observation: Any, parameters: Any) -> Verdict:
        return self.say(True)


class Wordless(Good):
    def say(self, passed: bool) -> Verdict:
        return Verdict(passed=passed, message="")


class Forgetful(Good):
    def __init__(self) -> None:
        self.times = 0

    def say(self, passed: bool) -> Verdict:
        self.times += 1
        return Verdict(passed=passed, message=f"Looked at {self.times} times.")


class Fragile(Good):
    def examine(self, observation: Any, parameters: Any) -> Verdict:
        return self.say(observation.value <= 3)


class PhonesHome(Good):
    def examine(self, observation: Any, parameters: Any) -> Verdict:
        with socket.socket() as own, suppress(Exception, OwnSocket):
            own.connect(("127.0.0.1", 9))
        return super().examine(observation, parameters)


def assertion_contract(type_: type[Good]) -> AssertionContract:
    class Contract(AssertionContract):
        assertion = type_()
        passes: ClassVar = [({}, FakePage(value=1))]
        fails: ClassVar = [({}, FakePage(value=4))]

    return Contract()


def every_test(contract: object) -> list[Callable[[], None]]:
    return [getattr(contract, name) for name in dir(contract) if name.startswith("test_")]


def test_an_assertion_that_keeps_the_contract_passes_all_of_it() -> None:
    for test in every_test(assertion_contract(Good)):
        test()


@pytest.mark.parametrize(
    ("type_", "test"),
    [
        (Named, "test_it_can_be_registered"),
        (WithoutParameter, "test_every_operator_is_a_parameter"),
        (Unnoticed, "test_it_says_what_must_be_gathered_of_pages"),
        (TakesAnything, "test_an_unknown_parameter_is_refused_with_its_name"),
        (NeverFails, "test_it_fails_where_it_should"),
        (Wordless, "test_it_says_a_sentence_whichever_way_it_went"),
        (Forgetful, "test_it_says_the_same_of_the_same"),
        (Fragile, "test_nothing_it_may_see_makes_it_raise"),
        (PhonesHome, "test_it_passes_where_it_should"),
    ],
)
def test_an_assertion_with_a_fault_is_caught(type_: type[Good], test: str) -> None:
    with pytest.raises(CAUGHT):
        getattr(assertion_contract(type_), test)()
