"""Find plugins, load them, and ask them one by one.

Plugins come from entry points of installed distributions, and from files of the project that tracer.toml names. What is
wrong with one never disturbs another: all are asked, and all faults are told together.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from tracer_runner.errors import PluginError, PluginLoadError, UsageError
from tracer_runner.hooks import COMMANDS, NAME, spec
from tracer_runner.hooks.fitting import REGISTER, misfits
from tracer_runner.model.suggestion import suggest

if TYPE_CHECKING:
    import typer

    from tracer_runner.hooks.registry import Registry
    from tracer_runner.settings import Settings

Warn = Callable[[str], None]
PROJECT = "project"
"""Stands in a plugin's name where a distribution's would."""


def silently(_: str) -> None:
    """For `warn`, where nobody is to hear of it."""


@dataclass(frozen=True)
class Choice:
    """Which plugins are used."""

    files: tuple[Path, ...] = ()
    """Modules of the project, absolute."""
    disabled: frozenset[str] = frozenset()
    """Names: `visual`, or with its distribution `tracer-runner:visual`."""

    def disables(self, name: str) -> bool:
        """Whether the plugin of this full name is not wanted."""
        return bool({name, name.partition(":")[2]} & self.disabled)


@dataclass(frozen=True)
class PluginFault:
    """What is wrong with one plugin."""

    plugin: str
    """Its full name."""
    text: str
    """A sentence that names it."""

    def __str__(self) -> str:
        return self.text


@dataclass
class Plugins:
    """What was loaded, and what could not be."""

    manager: pluggy.PluginManager
    sources: dict[str, EntryPoint | Path] = field(default_factory=dict)
    """Full names of all that were found, disabled ones as well, and where each is from."""
    faults: list[PluginFault] = field(default_factory=list)
    """What keeps tracer from starting: at least one for each plugin that is broken."""
    missing: dict[str, str] = field(default_factory=dict)
    """Plugins left out because something they need is not installed, and the reason."""


class _Manager(pluggy.PluginManager):
    """Looks only at what can be a hook: a module has many more names, and looking at each costs."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        return super().parse_hookimpl_opts(plugin, name) if name.startswith(f"{NAME}_") else None


def load_plugins(group: str, *, choice: Choice = Choice(), warn: Warn) -> Plugins:
    """The plugins of an entry-point group, and the files of the project.

    An installed plugin that lacks a dependency is a line for `warn`, and left out. Whatever else is wrong is kept as a
    fault. UsageError when a plugin is disabled that is not there.
    """
    plugins = find_plugins(group, choice=choice, warn=warn)
    known = {*plugins.sources, *(name.partition(":")[2] for name in plugins.sources)}
    for name in sorted(choice.disabled - known):
        raise UsageError(
            f'There is no plugin "{name}": {suggest(name, known=known)}', hint="`tracer plugins list` shows them all."
        )
    return plugins


def find_plugins(group: str, *, choice: Choice = Choice(), warn: Warn) -> Plugins:
    """The same, whatever else is disabled."""
    plugins = _no_plugins()
    for name, entry in _entries(group):
        _load(plugins, name, entry, load=entry.load, group=group, choice=choice, warn=warn)
    for file in choice.files:
        name = f"{PROJECT}:{file.stem}"
        _load(plugins, name, file, load=partial(_module, file), group=group, choice=choice, warn=warn)
    return plugins


def plugin_of(module: ModuleType) -> Plugins:
    """This one alone, as if it had been found: for its tests."""
    plugins, name = _no_plugins(), module.__name__
    _load(plugins, name, Path(name), load=lambda: module, group=None, choice=Choice(), warn=silently)
    return plugins


def build_registry(plugins: Plugins) -> Registry:
    """Everything the plugins register. PluginLoadError tells all that is wrong with them, before anything runs."""
    registry, faults = collect(plugins)
    if faults:
        raise PluginLoadError([fault.text for fault in faults], hint=_way_out(faults))
    return registry


def collect(plugins: Plugins) -> tuple[Registry, list[PluginFault]]:
    """What the plugins register as far as it can be used, and all that is wrong with them."""
    from tracer_runner.hooks.registry import Registry

    registry, faults = Registry(), list(plugins.faults)
    for kind, shelf in vars(registry).items():
        for plugin, answer in call_each(plugins.manager, REGISTER + kind, on_fault=faults.append):
            for item in answer or ():
                try:
                    shelf.put(item, plugin=plugin)
                except PluginError as fault:
                    faults.append(PluginFault(plugin, fault.message))
                except Exception as fault:  # one of its properties raised
                    faults.append(_failed(plugin, REGISTER + kind, fault))
    return registry, faults


def chosen(settings: Settings, *, without: Iterable[str] = ()) -> Choice:
    """What tracer.toml says, and `without` what else is not wanted."""
    files = tuple(settings.project / file for file in settings.plugins.files)
    return Choice(files=files, disabled=frozenset((*settings.plugins.disabled, *without)))


def load_project_registry(*, warn: Warn) -> Registry:
    """The registry of the project in whose folder we are."""
    from tracer_runner.settings import load_settings

    return load_registry(choice=chosen(load_settings()), warn=warn)


def load_registry(*, choice: Choice = Choice(), warn: Warn) -> Registry:
    """Load the plugins a run needs and ask them what they offer."""
    return build_registry(load_plugins(NAME, choice=choice, warn=warn))


def add_commands(app: typer.Typer, *, warn: Warn) -> None:
    """Let every command plugin add its commands; one that is broken is a line for `warn`, and the others work."""
    plugins = load_plugins(COMMANDS, warn=warn)
    faults = plugins.faults
    for _ in call_each(plugins.manager, "tracer_add_commands", on_fault=faults.append, app=app):
        pass
    for fault in faults:
        warn(fault.text)


def call_each(
    manager: pluggy.PluginManager, hook: str, *, on_fault: Callable[[PluginFault], None], **arguments: Any
) -> Iterator[tuple[str, Any]]:
    """Call the implementations one by one, in the order of their names, and give (plugin, answer) of each.

    pluggy's own call stops at the first one that raises; here that one is told to `on_fault` and the others go on.
    """
    for implementation in implementations(manager, hook):
        wanted = {name: arguments[name] for name in implementation.argnames if name in arguments}
        try:
            answer: Any = implementation.function(**wanted)
            answer = list(answer) if answer is not None else None
        except (Exception, SystemExit) as fault:
            on_fault(_failed(implementation.plugin_name, hook, fault))
            continue
        yield implementation.plugin_name, answer


def implementations(manager: pluggy.PluginManager, hook: str) -> Sequence[pluggy.HookImpl]:
    """Those of one hook, in the order of their plugins' names."""
    return sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda found: found.plugin_name)


def _way_out(faults: Sequence[PluginFault]) -> str:
    """What to do about plugins that keep tracer from starting; of two that clash, it is the project's that can give."""
    of_project = [f"{PROJECT}:" in fault.text for fault in faults]
    installed = "Mend or uninstall it, or leave it out with --no-plugin NAME."
    if not any(of_project):
        return installed
    files = "Mend it, or take it out of [plugins] files in tracer.toml."
    return files if all(of_project) else f"A file of the project: {files} What is installed: {installed}"


def _no_plugins() -> Plugins:
    manager = _Manager(NAME)
    manager.add_hookspecs(spec)
    return Plugins(manager)


def _failed(plugin: str, hook: str, fault: BaseException) -> PluginFault:
    return PluginFault(plugin, f"Plugin {plugin} failed in {hook}: {type(fault).__name__}: {fault}")


def _load(
    plugins: Plugins,
    name: str,
    source: EntryPoint | Path,
    *,
    load: Callable[[], ModuleType],
    group: str | None,
    choice: Choice,
    warn: Warn,
) -> None:
    if name in plugins.sources:
        plugins.faults.append(
            PluginFault(name, f"There are two plugins {name}: two files have this name, or one is listed twice.")
        )
        return
    plugins.sources[name] = source
    if choice.disables(name):
        return
    try:
        plugin = load()
    except (Exception, SystemExit) as fault:  # a module that leaves must not end tracer as if all were well
        reason = f"{type(fault).__name__}: {fault}"
        if isinstance(source, EntryPoint) and isinstance(fault, ImportError):
            plugins.missing[name] = reason
            warn(f"Plugin {name} is left out: {reason}")
        else:
            plugins.faults.append(PluginFault(name, f"Plugin {name} cannot be imported: {reason}"))
        return
    faults = "; ".join(misfits(plugins.manager, plugin, group=group))
    if faults:
        plugins.faults.append(PluginFault(name, f"Plugin {name} does not fit: {faults}"))
    else:
        plugins.manager.register(plugin, name=name)


def _module(file: Path) -> ModuleType:
    """The module of a file of the project; siblings are not imported from it."""
    found = importlib.util.spec_from_file_location(f"tracer_project_plugins.{file.stem}", file)
    if not file.is_file() or found is None or found.loader is None:
        raise FileNotFoundError(f"there is no Python file {file}")
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module  # annotations of its classes are looked up there
    found.loader.exec_module(module)
    return module


def _entries(group: str) -> Iterator[tuple[str, EntryPoint]]:
    """The entry points of a group with the full names of their plugins, in the order of the short ones."""
    owners: dict[int, str] = {}  # reading a distribution's name costs a millisecond
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        if entry.dist and id(entry.dist) not in owners:
            owners[id(entry.dist)] = entry.dist.name
        yield f"{owners[id(entry.dist)]}:{entry.name}" if entry.dist else entry.name, entry
