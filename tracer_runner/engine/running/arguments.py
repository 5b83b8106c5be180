"""The values of a journey's arguments, resolved by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.protocol import Execute
from tracer_runner.engine.running.faults import OURS, safe_text
from tracer_runner.engine.running.given import Params, Secrets
from tracer_runner.engine.running.run_handle import RunHandle, RunHost
from tracer_runner.errors import LoadError, PluginError
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.journey import Login

if TYPE_CHECKING:
    from tracer_runner.engine.running.stage import Stage


Maker = Callable[[], Any]


class Arguments:
    """Makes what the functions of a journey file ask for."""

    def __init__(self, request: Execute, *, stage: Stage, registry: Registry, host: RunHost, opened: ExitStack) -> None:
        """What plugins make is closed with `opened`."""
        self._request = request
        self._stage = stage
        self._registry = registry
        self._host = host
        self._opened = opened

    def of_journey(self) -> dict[str, Any]:
        """For the journey and its cleanups, by name."""
        journey, request = self._request.journey, self._request
        makers = self._makers(params=request.params, secrets=journey.secrets, page=self._stage.page)
        return self._made((*journey.arguments, *journey.cleanup_arguments), makers)

    def of_login(self, login: Login) -> dict[str, Any]:
        """For the journey's login, which has a page of its own."""
        makers = self._makers(
            params=self._request.login_params, secrets=login.secrets, page=self._stage.open_login_page
        )
        return self._made(login.arguments, makers)

    def _makers(self, *, params: dict[str, Any], secrets: Sequence[str], page: Maker) -> dict[str, Maker]:
        request, stage = self._request, self._stage
        return {
            "page": page,
            "context": stage.context,
            "browser": stage.browser,
            "request": stage.request,
            "params": lambda: Params(params),
            "secrets": lambda: Secrets({name: request.secrets[name] for name in secrets}),
            "run": lambda: RunHandle(
                self._host, id=request.run_id, attempt=request.number, environment=request.environment
            ),
        }

    def _made(self, names: Iterable[str], makers: dict[str, Maker]) -> dict[str, Any]:
        """Each once, with what plugins' arguments need to be made."""
        values: dict[str, Any] = {}

        def value(name: str) -> Any:
            if name not in values:
                values[name] = makers[name]() if name in makers else self._from_plugin(name, value)
            return values[name]

        return {name: value(name) for name in names}

    def _from_plugin(self, name: str, value: Callable[[str], Any]) -> Any:
        argument = self._registry.arguments.get(name)
        if argument is None:
            raise LoadError([f"{self._request.journey.source}: there is no argument {name!r}"])
        needed = {need: value(need) for need in sorted(argument.needs)}
        who = f"The journey argument {name!r} of {self._registry.arguments.owner(name)}"
        try:
            manager = argument.provide(**needed)
            made = manager.__enter__()
        except (PlaywrightError, *OURS):
            raise  # not the plugin's doing
        except Exception as fault:
            raise PluginError(f"{who} failed: {type(fault).__name__}: {fault}") from fault
        self._opened.callback(_put_away, manager, who=who)
        return made


def _put_away(manager: AbstractContextManager[Any], *, who: str) -> None:
    try:
        manager.__exit__(None, None, None)
    except BaseException as raised:  # a deadline, too: nothing of this is the journey's doing
        raise PluginError(f"{who} could not be put away: {safe_text(raised)}") from raised
