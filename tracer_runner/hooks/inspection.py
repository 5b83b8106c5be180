"""Every plugin there is, how it fares, and what it gives. Nothing here raises for a broken one: it is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from tracer_runner.hooks import COMMANDS, NAME
from tracer_runner.hooks.describing import ObjectFacts, describe, first_line
from tracer_runner.hooks.manager import Choice, PluginFault, Plugins, call_each, collect, find_plugins, silently
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.record import Record

if TYPE_CHECKING:
    import pluggy

State = Literal["used", "disabled", "left out", "broken"]
Describe = Callable[[str], Iterator[ObjectFacts]]


class PluginFacts(Record):
    """One plugin."""

    name: str
    """With its distribution: `tracer-runner:html`."""
    group: str
    """Its entry-point group; of a project's file the one it would be in."""
    source: str
    """`tracer-runner 0.1.0`, or the path of a project's file."""
    module: str
    state: State
    reasons: tuple[str, ...] = ()
    """Why it is not used."""
    hooks: tuple[str, ...] = ()
    """Those it implements."""
    objects: tuple[ObjectFacts, ...] = ()

    @property
    def short_name(self) -> str:
        return self.name.partition(":")[2] or self.name


def inspect_plugins(choice: Choice) -> list[PluginFacts]:
    """All of them: those for runs first, then those that add commands."""
    for_runs = find_plugins(NAME, choice=choice, warn=silently)
    registry, faults = collect(for_runs)
    found = list(_facts(for_runs, NAME, choice=choice, faults=faults, objects=lambda name: _registered(registry, name)))
    commands = find_plugins(COMMANDS, warn=silently)
    added, faults = _commands(commands)
    found += _facts(commands, COMMANDS, choice=Choice(), faults=faults, objects=lambda name: iter(added.get(name, ())))
    return found


def _facts(
    plugins: Plugins, group: str, *, choice: Choice, faults: list[PluginFault], objects: Describe
) -> Iterator[PluginFacts]:
    for name, source in plugins.sources.items():
        reasons = [fault.text for fault in faults if fault.plugin == name]
        try:
            given = tuple(objects(name))
        except Exception as fault:
            given = ()
            reasons.append(f"Plugin {name} cannot be described: {type(fault).__name__}: {fault}")
        state: State = "broken" if reasons else "used"
        if choice.disables(name):
            state, reasons = "disabled", ["[plugins] disabled in tracer.toml names it."]
        elif name in plugins.missing:
            state, reasons = "left out", [plugins.missing[name]]
        yield PluginFacts(
            name=name,
            group=group,
            source=_shown(source),
            module=source.value if isinstance(source, EntryPoint) else source.stem,
            state=state,
            reasons=tuple(reasons),
            hooks=_hooks(plugins.manager, name),
            objects=given,
        )


def _registered(registry: Registry, plugin: str) -> Iterator[ObjectFacts]:
    for shelf in vars(registry).values():
        for key, item in shelf.items():
            if shelf.owner(key) == plugin:
                yield describe(item, kind=shelf.kind)


def _commands(plugins: Plugins) -> tuple[Mapping[str, list[ObjectFacts]], list[PluginFault]]:
    """What each plugin adds to the command line, tried out on one that nobody uses."""
    app, faults, added = typer.Typer(), list(plugins.faults), dict[str, list[ObjectFacts]]()
    before: set[str] = set()
    for plugin, _ in call_each(plugins.manager, "tracer_add_commands", on_fault=faults.append, app=app):
        now = dict(_named_commands(app))
        added[plugin] = [
            ObjectFacts(kind="command", name=name, title=title) for name, title in now.items() if name not in before
        ]
        before |= set(now)
    return added, faults


def _named_commands(app: typer.Typer, *, around: str = "") -> Iterator[tuple[str, str]]:
    for command in app.registered_commands:
        function: Any = command.callback
        yield f"{around}{command.name or function.__name__.replace('_', '-')}", first_line(function)
    for group in app.registered_groups:
        if group.typer_instance:
            yield from _named_commands(group.typer_instance, around=f"{around}{group.name} ")


def _hooks(manager: pluggy.PluginManager, name: str) -> tuple[str, ...]:
    plugin = manager.get_plugin(name)
    found = (manager.get_hookcallers(plugin) or []) if plugin else []
    return tuple(sorted(hook.name for hook in found))


def _shown(source: EntryPoint | Path) -> str:
    if isinstance(source, EntryPoint):
        return f"{source.dist.name} {source.dist.version}" if source.dist else source.value
    return source.relative_to(Path.cwd()).as_posix() if source.is_relative_to(Path.cwd()) else str(source)
