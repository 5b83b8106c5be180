"""The values of a journey's arguments, resolved by name."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from tracer_runner.engine.protocol import Execute
from tracer_runner.engine.running.given import Params, Secrets
from tracer_runner.engine.running.run_handle import RunHandle
from tracer_runner.errors import LoadError
from tracer_runner.hooks.registry import Registry

if TYPE_CHECKING:
    from tracer_runner.engine.running.stage import Stage

BUILT_IN = frozenset({"page", "context", "browser", "request", "params", "secrets", "run"})
NEEDS_BROWSER = frozenset({"page", "context", "browser"})


class Arguments:
    """Makes what a journey and its cleanups ask for, each once."""

    def __init__(self, request: Execute, *, stage: Stage, registry: Registry, host: Any) -> None:
        self._request = request
        self._stage = stage
        self._registry = registry
        self._host = host
        self._values: dict[str, Any] = {}

    def resolve(self, opened: ExitStack) -> dict[str, Any]:
        """All values by name; what plugins made is closed with `opened`."""
        journey = self._request.journey
        for name in (*journey.arguments, *journey.cleanup_arguments):
            self._value(name, opened)
        return self._values

    def _value(self, name: str, opened: ExitStack) -> Any:
        if name not in self._values:
            self._values[name] = self._built_in(name) if name in BUILT_IN else self._from_plugin(name, opened)
        return self._values[name]

    def _built_in(self, name: str) -> Any:
        request = self._request
        if name == "params":
            return Params(request.params)
        if name == "secrets":
            return Secrets(request.secrets)
        if name == "run":
            return RunHandle(self._host, id=request.run_id, attempt=request.number, environment=request.environment)
        return getattr(self._stage, name)()

    def _from_plugin(self, name: str, opened: ExitStack) -> Any:
        argument = self._registry.arguments.get(name)
        if argument is None:
            raise LoadError([f"{self._request.journey.source}: there is no argument {name!r}"])
        needed = {need: self._value(need, opened) for need in sorted(argument.needs)}
        return opened.enter_context(argument.provide(**needed))


def needs_browser(names: tuple[str, ...], registry: Registry) -> bool:
    """Whether any of these arguments is made from a browser."""
    wanted = set(names)
    for name in names:
        if argument := registry.arguments.get(name):
            wanted |= argument.needs
    return bool(wanted & NEEDS_BROWSER)
