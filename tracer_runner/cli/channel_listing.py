"""Channel types as `tracer channels list` shows them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from tracer_runner.cli.rows import plain_row, write_rows
from tracer_runner.hooks.contracts import ChannelType
from tracer_runner.hooks.registry import Shelf

TITLES = ("type", "title", "config", "plugin")


def show(channels: Shelf[ChannelType]) -> None:
    """On standard output: a table on a terminal, whole lines through a pipe."""
    rows = [cells(name, channels=channels) for name in sorted(channels)]
    if sys.stdout.isatty():
        _show_table(rows)
    else:
        write_rows(map(plain_row, rows))


def cells(name: str, *, channels: Shelf[ChannelType]) -> tuple[str, ...]:
    """Name, title, fields and plugin of one type."""
    channel = channels[name]
    return name, channel.title, ", ".join(_fields(channel)), channels.owner(name)


def _fields(channel: ChannelType) -> list[str]:
    """The names as a config has them, those that may be left out in brackets."""
    fields: Mapping[str, bool] = {
        field.alias or name: field.is_required() for name, field in channel.config.model_fields.items()
    }
    return [name if required else f"[{name}]" for name, required in fields.items()]


def _show_table(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*TITLES, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
