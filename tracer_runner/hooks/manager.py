"""Find plugins by entry points, and ask them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

import pluggy

from tracer_runner.errors import PluginError
from tracer_runner.hooks import COMMANDS, NAME, spec

if TYPE_CHECKING:
    import typer

    from tracer_runner.hooks.registry import Registry

Warn = Callable[[str], None]


def load_plugins(group: str, *, warn: Warn) -> pluggy.PluginManager:
    """The plugins an entry-point group names. One that cannot be imported is a line for `warn`, and left out."""
    manager = pluggy.PluginManager(NAME)
    manager.add_hookspecs(spec)
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            manager.register(entry.load(), name=_full_name(entry))
        except Exception as fault:
            warn(f"Plugin {_full_name(entry)} is left out: {type(fault).__name__}: {fault}")
    return manager


def build_registry(manager: pluggy.PluginManager, *, warn: Warn) -> Registry:
    """Everything the plugins register. One that raises is a line for `warn`; a name registered twice is an error."""
    from tracer_runner.hooks.registry import Registry

    registry = Registry()
    for hook, shelf in (
        ("tracer_register_assertions", registry.assertions),
        ("tracer_register_reporters", registry.reporters),
        ("tracer_register_arguments", registry.arguments),
    ):
        for plugin, answer in call_each(manager, hook, warn=warn):
            for item in answer or ():
                shelf.put(item, plugin=plugin)
    return registry


def load_registry(*, warn: Warn) -> Registry:
    """Load the plugins a run needs and ask them what they offer."""
    return build_registry(load_plugins(NAME, warn=warn), warn=warn)


def add_commands(app: typer.Typer, *, warn: Warn) -> None:
    """Let every command plugin add its commands."""
    for _ in call_each(load_plugins(COMMANDS, warn=warn), "tracer_add_commands", warn=warn, app=app):
        pass


def call_each(manager: pluggy.PluginManager, hook: str, *, warn: Warn, **arguments: Any) -> Iterator[tuple[str, Any]]:
    """Call the implementations one by one, in the order of their names, and give (plugin, answer) of each.

    pluggy's own call stops at the first one that raises; here that one is a line for `warn` and the others go on.
    """
    implementations = getattr(manager.hook, hook).get_hookimpls()
    for implementation in sorted(implementations, key=lambda found: found.plugin_name):
        wanted = {name: arguments[name] for name in implementation.argnames if name in arguments}
        try:
            answer = implementation.function(**wanted)
            answer = list(answer) if answer is not None else None
        except PluginError:
            raise
        except Exception as fault:
            warn(f"Plugin {implementation.plugin_name} failed in {hook}: {type(fault).__name__}: {fault}")
            continue
        yield implementation.plugin_name, answer


def _full_name(entry: EntryPoint) -> str:
    return f"{entry.dist.name}:{entry.name}" if entry.dist else entry.name
