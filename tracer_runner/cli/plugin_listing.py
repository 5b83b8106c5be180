"""Plugins as `tracer plugins list` and `tracer plugins info` show them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tracer_runner.cli.rows import plain_row, write_rows
from tracer_runner.errors import UsageError
from tracer_runner.hooks.describing import FieldFacts, ObjectFacts
from tracer_runner.hooks.fitting import ADD_COMMANDS, REGISTER
from tracer_runner.hooks.inspection import PluginFacts
from tracer_runner.model.suggestion import suggest

SCHEMA_VERSION = 1
"""Of the JSON; it grows when a field is renamed or taken away."""


def show(plugins: Sequence[PluginFacts], *, as_json: bool) -> None:
    """On standard output: a table on a terminal, whole lines through a pipe, or JSON."""
    if as_json:
        _write_json(plugins)
    elif sys.stdout.isatty():
        _show_table(plugins)
    else:
        write_rows(map(plain_cells, plugins))


def find(name: str, *, among: Sequence[PluginFacts]) -> list[PluginFacts]:
    """The plugins of this full or short name, and those that give something of this name. UsageError: none."""
    found = [plugin for plugin in among if name in _names(plugin)]
    if not found:
        known = frozenset[str]().union(*map(_names, among))
        raise UsageError(
            f'There is no plugin "{name}": {suggest(name, known=known)}', hint="`tracer plugins list` shows them all."
        )
    return found


def show_details(plugins: Sequence[PluginFacts], *, as_json: bool) -> None:
    """Everything about each."""
    if as_json:
        _write_json(plugins)
    else:
        sys.stdout.write("\n\n".join("\n".join(detail_lines(plugin)) for plugin in plugins) + "\n")


def plain_cells(plugin: PluginFacts) -> tuple[str, ...]:
    """Name, source, what it gives, state with its reason; none is empty."""
    cells = (plugin.name, plugin.source, gives(plugin), ": ".join((plugin.state, *plugin.reasons[:1])))
    return plain_row(cells)


def gives(plugin: PluginFacts) -> str:
    """`assertion response_time; observes run_finished`. A name that several subjects have is there once."""
    parts = [
        f"{kind} {', '.join(dict.fromkeys(item.name for item in items))}"
        for kind, items in groupby(plugin.objects, key=lambda item: item.kind)
    ]
    observed = [hook.removeprefix("tracer_") for hook in plugin.hooks if not hook.startswith((REGISTER, ADD_COMMANDS))]
    return "; ".join([*parts, f"observes {', '.join(observed)}"] if observed else parts)


def detail_lines(plugin: PluginFacts) -> Iterator[str]:
    """One plugin, and below it each object with what it takes."""
    yield plugin.name
    yield f"  from:   {plugin.source}"
    yield f"  module: {plugin.module}"
    yield f"  group:  {plugin.group}"
    yield f"  state:  {plugin.state}"
    for reason in plugin.reasons:
        yield f"          {' '.join(reason.split())}"
    yield f"  hooks:  {', '.join(plugin.hooks) or '-'}"
    for item in plugin.objects:
        yield ""
        yield f"  {item.kind} {item.name}" + (f": {item.title}" if item.title else "")
        yield from (f"    {name.replace('_', ' ')}: {_spoken(value)}" for name, value in _known_traits(item))
        yield from (f"    {line}" for field in item.fields for line in _field_lines(field))


def _names(plugin: PluginFacts) -> frozenset[str]:
    return frozenset({plugin.name, plugin.short_name, *(item.name for item in plugin.objects)})


def _field_lines(field: FieldFacts) -> Iterator[str]:
    default = "" if field.default is None else f", default {json.dumps(field.default, ensure_ascii=False)}"
    yield f"- {field.name}: {field.type}{', required' if field.required else default}"
    if field.description:
        yield f"    {field.description}"


def _known_traits(item: ObjectFacts) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in item.traits.items() if value not in (None, []))


def _spoken(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)


def _write_json(plugins: Sequence[PluginFacts]) -> None:
    data = {"schema_version": SCHEMA_VERSION, "plugins": [plugin.model_dump(mode="json") for plugin in plugins]}
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _show_table(plugins: Sequence[PluginFacts]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, style in (("Plugin", ""), ("From", "dim"), ("Gives", ""), ("State", "")):
        table.add_column(title, overflow="fold", style=style)
    for plugin in plugins:
        name, source, given, state = plain_cells(plugin)
        style = "red" if plugin.state == "broken" else "yellow" if plugin.reasons else "green"
        table.add_row(Text(name), Text(source), Text(given), Text(state, style))
    Console(highlight=False).print(table)
