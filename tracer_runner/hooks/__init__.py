"""How to extend tracer: write a module, implement hooks, name the module in an entry point.

    # my_package/plugin.py
    from tracer_runner.hooks import hookimpl

    @hookimpl
    def tracer_register_reporters():
        from my_package.csv import CsvReporter
        return [CsvReporter()]

    # pyproject.toml
    [project.entry-points.tracer]
    my-csv = "my_package.plugin"

Modules that add commands are named in the group `tracer.commands` instead: those are imported each time `tracer`
starts, so they import nothing heavy at their top. Every hook is described in `tracer_runner.hooks.spec`, and what its
objects must offer in `tracer_runner.hooks.contracts`. This package imports nothing of tracer, so anybody may import it.
"""

from __future__ import annotations

import pluggy

NAME = "tracer"
"""The name of the plugin system and of the entry-point group."""
COMMANDS = "tracer.commands"
"""The entry-point group of modules that add commands."""

hookspec = pluggy.HookspecMarker(NAME)
hookimpl = pluggy.HookimplMarker(NAME)

__all__ = ["COMMANDS", "NAME", "hookimpl", "hookspec"]
