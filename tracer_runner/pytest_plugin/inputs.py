"""What the fixtures `params` and `secrets` give to tests that pytest runs itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tracer_runner.engine.authoring import INPUTS
from tracer_runner.engine.inputs import resolve_params, resolve_secrets
from tracer_runner.engine.running.given import Params, Secret, Secrets
from tracer_runner.errors import UsageError
from tracer_runner.model.faults import advice
from tracer_runner.model.journey import Inputs
from tracer_runner.settings import Settings


@dataclass(frozen=True, kw_only=True)
class _Test:
    """A test, as one that is given values."""

    spoken: str
    params: Mapping[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    used_params: tuple[str, ...] = ()


class InputsOfTests:
    """Finds the values for tests. A test under `@journey` has the params and secrets that are declared there;

    any other has the params of the environment, and whatever secret it asks for.
    """

    def __init__(
        self, settings: Settings, *, environment: str | None, overrides: Mapping[str, str], env: Mapping[str, str]
    ) -> None:
        """`env`: the environment variables. UsageError for an environment there is not."""
        self._environment = settings.environment(environment)
        self._overrides = overrides
        self._env = env
        self._env_file: Path = settings.project / settings.env_file

    def params(self, function: Callable[..., Any], *, where: str) -> Params:
        """For this test function, that stands at `where` (`tests/test_shop.py:12`)."""
        declared = _declared(function, where=where)
        environment = self._environment.params if self._environment else {}
        test = _Test(spoken=_spoken(where), params=declared.params if declared else environment)
        return Params(resolve_params(test, environment=self._environment, overrides=self._overrides))

    def secrets(self, function: Callable[..., Any], *, where: str, giving: Callable[[Iterable[str]], None]) -> Secrets:
        """The same; `giving` is told every value before the test has it, so that it can be masked."""

        def find(*names: str) -> dict[str, str]:
            __tracebackhide__ = True
            test = _Test(spoken=_spoken(where), secrets=names)
            try:
                values = resolve_secrets(test, environment=self._environment, env=self._env, env_file=self._env_file)
            except UsageError as error:
                # pytest shows what the functions of a traceback were given: here that is every environment variable.
                raise error.with_traceback(None) from None
            giving(values.values())
            return values

        declared = _declared(function, where=where)
        return Secrets(find(*declared.secrets)) if declared else AnySecrets(find)


class AnySecrets(Secrets):
    """`secrets.SHOP_PASSWORD`: looked for when it is read."""

    def __init__(self, find: Callable[[str], Mapping[str, str]]) -> None:
        super().__init__({})
        self._find = find

    def __getitem__(self, name: str) -> Secret:
        __tracebackhide__ = True
        return Secret(self._find(name)[name])

    def __repr__(self) -> str:
        return "<secrets>"


def _declared(function: Callable[..., Any], *, where: str) -> Inputs | None:
    """What `@journey` over the test says; None without one."""
    written = getattr(function, INPUTS, None)
    if written is None:
        return None
    try:
        return Inputs.model_validate(written)
    except ValidationError as error:
        detail = error.errors()[0]
        option = detail["loc"][0]
        raise UsageError(f"{where}: @journey {option}={written[option]!r}: {advice(detail)}") from None


def _spoken(where: str) -> str:
    return f"test ({where})"
