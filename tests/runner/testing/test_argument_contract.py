"""The contract of journey arguments catches what it is there for: each is given one fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tracer_runner.testing import ArgumentContract


class Swallows:
    """An argument that makes journeys pass."""

    name = "swallows"
    needs = frozenset[str]()

    @contextmanager
    def provide(self) -> Iterator[int]:
        with suppress(Exception):
            yield 1


class Shared(Swallows):
    """An argument that can be had once."""

    def __init__(self) -> None:
        self.one = self._make()

    def _make(self) -> Any:
        return super().provide()

    def provide(self) -> Any:
        return self.one


@pytest.mark.parametrize(
    ("type_", "test"),
    [
        (Swallows, "test_it_never_swallows_the_fault_of_a_journey"),
        (Shared, "test_each_attempt_gets_its_own"),
    ],
)
def test_an_argument_with_a_fault_is_caught(type_: type[Swallows], test: str) -> None:
    class Contract(ArgumentContract):
        argument = type_()

    with pytest.raises((pytest.fail.Exception, RuntimeError, AttributeError)):
        getattr(Contract(), test)()


def test_an_assert_of_a_contract_shows_its_values() -> None:
    """pytest rewrites the asserts of this package, wherever it is used."""

    class Needs(Swallows):
        needs = frozenset({"params"})

    class Contract(ArgumentContract):
        argument = Needs()

    with pytest.raises(AssertionError, match=r"assert set\(\) == \{'params'\}"):
        Contract().test_it_is_made_from_what_it_says_it_needs()
