"""What every journey argument promises."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar

import pytest

from tracer_runner.hooks.contracts import JourneyArgument
from tracer_runner.hooks.registry import Registry


class JourneyFault(Exception):
    """What a journey raises in these tests."""


class ArgumentContract:
    """Inherit it as `TestSomething`, and set the attributes."""

    argument: JourneyArgument
    needed: ClassVar[Mapping[str, Any]] = {}
    """A value for each of `argument.needs`: a dict will do for params."""

    def test_it_can_be_registered(self) -> None:
        """It has a name that can be a parameter, is not built in, and needs only what is."""
        Registry().arguments.put(self.argument, plugin="this plugin")

    def test_it_is_made_from_what_it_says_it_needs(self) -> None:
        """`provide` is called with exactly the names of `needs`, and leaving the context cleans up."""
        assert set(self.needed) == set(self.argument.needs), "needed holds a value for each of argument.needs"
        with self.argument.provide(**self.needed):
            pass

    def test_each_attempt_gets_its_own(self) -> None:
        """Many journeys run at once: a second one is made while the first is in use, and again after both."""
        with ExitStack() as opened:
            for _ in range(2):
                opened.enter_context(self.argument.provide(**self.needed))
        with self.argument.provide(**self.needed):
            pass

    def test_it_never_swallows_the_fault_of_a_journey(self) -> None:
        """A journey that failed stays failed, and the argument cleans up."""
        with pytest.raises(JourneyFault), self.argument.provide(**self.needed):
            raise JourneyFault
