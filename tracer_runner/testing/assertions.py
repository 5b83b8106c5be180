"""What every assertion promises."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import AssertionType
from tracer_runner.hooks.judging import Assertion, judge, read_declaration, read_parameters
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.run import AssertionResult
from tracer_runner.testing import models
from tracer_runner.testing.guard import SocketGuard
from tracer_runner.testing.samples import odd_observations

Case = tuple[Mapping[str, Any], Any]
"""Parameters as they are written, and what is looked at."""
OBSERVABLE = frozenset({"console", "requests"})


class AssertionContract:
    """Inherit it as `TestSomething`, and set the attributes."""

    assertion: AssertionType
    passes: ClassVar[Sequence[Case]]
    """At least one case that holds: `({"less_than": "1s"}, sample_response(elapsed_ms=10))`."""
    fails: ClassVar[Sequence[Case]]
    """At least one case that does not."""
    refuses: ClassVar[Sequence[Mapping[str, Any]]] = ()
    """Parameters that must be refused."""
    odd: ClassVar[Sequence[Any]] = ()
    """More observations that must do no harm, beside those every assertion of this subject is given."""

    def test_it_can_be_registered(self) -> None:
        """It has everything an assertion must have, and a name that can stand behind `check.`."""
        Registry().assertions.put(self.assertion, plugin="this plugin")
        assert self.assertion.subject.isidentifier(), "its subject is a word: page, http, dns, tls, or a plugin's own"

    def test_it_says_what_must_be_gathered_of_pages(self) -> None:
        """`observes` holds `console` and `requests` at most, and nothing where it does not look at pages."""
        unknown = set(self.assertion.observes) - OBSERVABLE
        assert not unknown, f"observes names {unknown}, and there is only {set(OBSERVABLE)}"
        assert self.assertion.subject == "page" or not self.assertion.observes

    def test_every_operator_is_a_parameter(self) -> None:
        """A declaration that names one as its `operator` puts the value there."""
        unknown = set(self.assertion.operators) - models.names_of(self.assertion.parameters)
        assert not unknown, f"{sorted(unknown)}: operators without a parameter of that name"

    def test_its_parameters_can_be_published(self) -> None:
        """The API shows their JSON Schema."""
        models.assert_publishes_schema(self.assertion.parameters)

    def test_an_unknown_parameter_is_refused_with_its_name(self) -> None:
        """A typing mistake is told, and not ignored: in a journey, and in a declaration."""
        for given, _ in self.passes:
            models.assert_refuses_strangers(self.assertion.parameters, given)
            with pytest.raises(UsageError, match=models.STRANGER):
                read_parameters(self.assertion, {**given, models.STRANGER: 1})

    def test_parameters_it_must_refuse_are_refused(self) -> None:
        """Each of `refuses` is a UsageError that says what to write, before anything runs."""
        for given in self.refuses:
            with pytest.raises(UsageError) as caught:
                read_parameters(self.assertion, given)
            assert caught.value.message.strip(), f"{given} is refused without a word"

    def test_its_parameters_survive_storage(self) -> None:
        """A monitor keeps them as JSON."""
        for given, _ in (*self.passes, *self.fails):
            models.assert_survives_storage(self.assertion.parameters, given)

    def test_a_declaration_means_the_same_as_a_call(self) -> None:
        """`{type, operator, value}` and `{type, <operator>: value}` become the same parameters."""
        known = {self.assertion.name: self.assertion}
        for given, _ in (*self.passes, *self.fails):
            called = read_parameters(self.assertion, given)
            assert read_declaration({"type": self.assertion.name, **given}, known=known).parameters == called
            for operator in set(given) & set(self.assertion.operators):
                rest = {name: value for name, value in given.items() if name != operator}
                declared = {"type": self.assertion.name, "operator": operator, "value": given[operator], **rest}
                assert read_declaration(declared, known=known).parameters == called, f"declared as {declared}"

    def test_it_passes_where_it_should(self) -> None:
        """Each of `passes` passes."""
        assert self.passes, "give at least one case that passes"
        for given, observation in self.passes:
            result = self._judge(given, observation)
            assert result.passed, f"with {given}: {result.message}"

    def test_it_fails_where_it_should(self) -> None:
        """Each of `fails` fails: an assertion that cannot fail asserts nothing."""
        assert self.fails, "give at least one case that fails"
        for given, observation in self.fails:
            result = self._judge(given, observation)
            assert not result.passed, f"with {given}: {result.message}"

    def test_it_says_a_sentence_whichever_way_it_went(self) -> None:
        """The message is for a person who was woken up: not empty, and no name of a class alone."""
        for given, observation in (*self.passes, *self.fails):
            message = self._judge(given, observation).message
            assert len(message.split()) > 1, f"with {given} it says {message!r}, which is no sentence"

    def test_its_results_can_be_kept(self) -> None:
        """They go through JSON and come out the same."""
        for given, observation in (*self.passes, *self.fails):
            result = self._judge(given, observation)
            assert AssertionResult.model_validate_json(result.model_dump_json()) == result

    def test_it_says_the_same_of_the_same(self) -> None:
        """It keeps nothing from one time to the next: many journeys use one object at once."""
        for given, observation in (*self.passes, *self.fails):
            assert self._judge(given, observation) == self._judge(given, observation)

    def test_nothing_it_may_see_makes_it_raise(self) -> None:
        """Empty, broken and hostile observations get a verdict; UsageError may say that there can be none."""
        for given, _ in (*self.passes, *self.fails):
            for observation in (*odd_observations(self.assertion.subject), *self.odd):
                try:
                    result = self._judge(given, observation)
                except UsageError:
                    continue
                json.loads(result.model_dump_json())

    def _judge(self, given: Mapping[str, Any], observation: Any) -> AssertionResult:
        parameters: BaseModel = read_parameters(self.assertion, given)
        name = self.assertion.name
        with SocketGuard():  # it judges what it is given
            return judge(Assertion(self.assertion, parameters), observation, name=name, plugin="this plugin")
