"""Can this module be a plugin? Its hooks exist, ask for what is given, and something happens when they are called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import pluggy

from tracer_runner.hooks import COMMANDS, NAME, spec
from tracer_runner.model.suggestion import suggest

ADD_COMMANDS = "tracer_add_commands"
REGISTER = "tracer_register_"
"""How the names of hooks begin that give objects."""


def misfits(manager: pluggy.PluginManager, plugin: ModuleType, *, group: str | None) -> Iterator[str]:
    """What keeps this module from being a plugin of an entry-point group; None: of any."""
    known = {hook: manager.hook.__dict__[hook].spec.argnames for hook in vars(spec) if hook.startswith(f"{NAME}_")}
    implemented = [hook for hook in dir(plugin) if manager.parse_hookimpl_opts(plugin, hook) is not None]
    if not implemented:
        yield "it implements no hook (is @hookimpl missing?)"
    elif group == NAME and implemented == [ADD_COMMANDS]:
        yield f"it only adds commands, which takes an entry point of the group {COMMANDS}"
    elif group == COMMANDS and ADD_COMMANDS not in implemented:
        yield f"it adds no commands, so its entry point belongs into the group {NAME}"
    for hook in implemented:
        if hook not in known:
            yield f"there is no hook {hook}: {suggest(hook, known=known)}"
            continue
        function = getattr(plugin, hook)
        if reason := _uncallable(function, manager.parse_hookimpl_opts(plugin, hook) or {}, hook):
            yield f"{hook} {reason}"
        wanted = inspect.signature(function).parameters
        strange = [name for name in wanted if name not in known[hook]]
        if strange:
            yield f"{hook} takes ({', '.join(known[hook])}), and it asks for {', '.join(strange)}, which is not given"


def _uncallable(function: Callable[..., object], options: Mapping[str, Any], hook: str) -> str | None:
    """Why nothing would happen if this function were called like any other."""
    if options.get("wrapper") or options.get("hookwrapper"):
        return "is a wrapper, and hooks are called one by one; leave out wrapper=True"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "is async, and nothing awaits it; write def"
    if inspect.isgeneratorfunction(function) and not hook.startswith(REGISTER):
        return "yields, and nothing asks it to go on; leave out yield"
    return None
