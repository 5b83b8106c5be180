"""What every monitor type promises, blocking or step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.hooks.contracts import AssertionType, MonitorType, ProbeContext
from tracer_runner.hooks.judging import judge_all, read_declaration
from tracer_runner.hooks.manager import load_registry, silently
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.hidden import secrets_of
from tracer_runner.testing import models, targets
from tracer_runner.testing.client import FakeClient
from tracer_runner.testing.guard import SocketGuard
from tracer_runner.testing.stepping import drive

FORBIDDEN = "192.0.2.1"
"""An address for documentation: no client of a test leads there."""
PATIENCE = 20.0
"""Seconds a probe may take where nothing holds it up."""
IMPATIENCE = 0.2
"""Seconds it may take where something does."""
WRONG = {"hangs up": targets.hang_up, "resets": targets.reset, "babbles": targets.babble}


class MonitorTypeContract:
    """Inherit it as `TestSomething`, set `monitor`, and write `well` and `config_at`."""

    monitor: MonitorType
    assertions: ClassVar[tuple[AssertionType, ...]] = ()
    """Those of this plugin that its default assertions use, where the plugin is not installed."""

    @pytest.fixture
    def well(self) -> Iterator[Mapping[str, Any]]:
        """The config of a target that is well; a server of the test's own on this machine."""
        raise NotImplementedError("write a fixture `well` that yields the config of a target that is well")

    def config_at(self, host: str, port: int) -> Mapping[str, Any] | None:
        """The config that looks at this place; None when the type does not speak TCP."""
        raise NotImplementedError("write config_at(host, port), or return None from it")

    @pytest.fixture
    def client(self) -> Iterator[FakeClient]:
        """What the probe is given; another one where HTTP is to be answered by a function."""
        client = FakeClient()
        yield client
        client.close()

    def test_it_can_be_registered(self) -> None:
        """It has everything a monitor type must have, a title for people, and subjects."""
        Registry().monitors.put(self.monitor, plugin="this plugin")
        assert self.monitor.title.strip(), "title is for people"
        assert self.monitor.subjects, "subjects name what it observes"
        assert all(subject.isidentifier() for subject in self.monitor.subjects), "a subject is a word"

    def test_it_probes_in_one_way(self) -> None:
        """It has `probe` (it blocks, and gets a thread) or `start` (it never blocks), and not both."""
        ways = [way for way in ("probe", "start") if callable(getattr(self.monitor, way, None))]
        assert len(ways) == 1, f"it has {ways or 'neither probe nor start'}"

    def test_its_config_can_be_published(self) -> None:
        """The API shows its JSON Schema."""
        models.assert_publishes_schema(self.monitor.config)

    def test_an_unknown_field_is_refused_with_its_name(self, well: Mapping[str, Any]) -> None:
        """A typing mistake is told, and not ignored."""
        models.assert_refuses_strangers(self.monitor.config, well)

    def test_its_config_survives_storage(self, well: Mapping[str, Any]) -> None:
        """It is kept as JSON and made again for each run."""
        models.assert_survives_storage(self.monitor.config, well)

    def test_its_secrets_stay_secret(self, well: Mapping[str, Any]) -> None:
        """They are not in its repr, its JSON or its schema."""
        models.assert_hides_secrets(self.monitor.config, well)

    def test_it_sees_what_it_says_it_sees(self, well: Mapping[str, Any], client: FakeClient) -> None:
        """A target that is well gives an observation of its subjects, as frozen records that JSON can hold."""
        seen = self._look(well, client)
        assert seen, "it saw nothing of a target that is well"
        assert set(seen) <= set(self.monitor.subjects), f"it saw {set(seen)}, and says {self.monitor.subjects}"
        for subject, observation in seen.items():
            assert isinstance(observation, BaseModel), f"{subject} is a {type(observation).__name__}, and no record"
            assert observation.model_config.get("frozen"), f"{subject} can be changed by those who look at it"
            assert type(observation).model_validate_json(observation.model_dump_json()) == observation

    def test_its_default_assertions_hold_for_a_target_that_is_well(
        self, well: Mapping[str, Any], client: FakeClient
    ) -> None:
        """A monitor that declares no assertions passes when nothing is wrong."""
        registry = load_registry(warn=silently)
        for assertion in self.assertions:
            if registry.assertions.key(assertion) not in registry.assertions:
                registry.assertions.put(assertion, plugin="this plugin")
        known = registry.assertions.of(*self.monitor.subjects)
        declared = [read_declaration(one, known=known) for one in self.monitor.default_assertions]
        for result in judge_all(declared, self._look(well, client), assertions=registry.assertions):
            assert result.passed, result.message

    def test_a_target_that_refuses_is_at_fault(self, client: FakeClient) -> None:
        """ProbeFailed, with a sentence."""
        with targets.nobody() as place, pytest.raises(ProbeFailed) as caught:
            self._look(self._config(place), client)
        assert len(caught.value.message.split()) > 1, f"{caught.value.message!r} is no sentence"

    def test_an_address_that_is_not_allowed_is_no_fault_of_the_target(self, client: FakeClient) -> None:
        """EgressDenied goes through as it is: nobody looked, so nobody is to be paged."""
        config = self._config((FORBIDDEN, 80))
        with pytest.raises(EgressDenied):
            self._look(config, client)

    def test_a_target_that_says_nothing_is_given_up(self, client: FakeClient) -> None:
        """ProbeFailed says `timeout` once `context.timeout` is over."""
        with targets.serving(targets.say_nothing) as place, pytest.raises(ProbeFailed) as caught:
            self._look(self._config(place), client, timeout=IMPATIENCE)
        assert caught.value.reason == "timeout"
        self._closed_everything(client)

    @pytest.mark.parametrize("wrong", WRONG)
    def test_a_target_that_does_wrong_is_no_fault_of_ours(self, client: FakeClient, wrong: str) -> None:
        """It hangs up, resets, or babbles: an observation, or ProbeFailed, and no other exception."""
        with targets.serving(WRONG[wrong]) as place:
            config, message = self._config(place), ""
            try:
                self._look(config, client)
            except ProbeFailed as fault:
                message = fault.message
        for secret in secrets_of(self.monitor.config(**config)):
            assert secret not in message, "a secret of the config is in the message"
        self._closed_everything(client)

    def test_it_closes_what_it_opened(self, well: Mapping[str, Any], client: FakeClient) -> None:
        """A worker looks thousands of times a minute."""
        self._look(well, client)
        self._closed_everything(client)

    def _look(self, given: Mapping[str, Any], client: FakeClient, *, timeout: float = PATIENCE) -> Mapping[str, Any]:
        config, context = self.monitor.config(**given), ProbeContext(client=client, timeout=timeout)
        type_: Any = self.monitor
        with SocketGuard():  # it goes out by its client alone
            seen: Mapping[str, Any] = (
                drive(type_.start(config, context), timeout=timeout)
                if hasattr(type_, "start")
                else type_.probe(config, context)
            )
        return seen

    def _config(self, place: tuple[str, int]) -> Mapping[str, Any]:
        given = self.config_at(*place)
        if given is None:
            pytest.skip("It does not speak TCP.")
        return given

    def _closed_everything(self, client: FakeClient) -> None:
        assert not client.left_open, f"{len(client.left_open)} sockets of its client were left open"
