"""`tracer plugins`: which plugins there are, what one gives, and the beginning of a new one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tracer_runner.hooks import hookimpl


class Kind(StrEnum):
    """What a new plugin begins with."""

    ASSERTION = "assertion"
    CHANNEL = "channel"
    MONITOR = "monitor"
    REPORTER = "reporter"
    ARGUMENT = "argument"


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `plugins list`, `plugins info` and `plugins new`."""
    group = typer.Typer(help="See which plugins there are, and begin one of your own.", no_args_is_help=True)
    group.command("list")(list_plugins)
    group.command("info")(info)
    group.command("new")(new)
    app.add_typer(group, name="plugins")


def list_plugins(
    json: Annotated[bool, typer.Option("--json", help="As JSON, with everything `info` tells.")] = False,
) -> None:
    """List the plugins, where each is from, what it gives, and why one is not used.

    Through a pipe: one line a plugin, with tabs between name, source, what it gives and state.
    """
    from tracer_runner.cli.plugin_listing import show
    from tracer_runner.hooks.inspection import inspect_plugins
    from tracer_runner.hooks.manager import chosen
    from tracer_runner.settings import load_settings

    show(inspect_plugins(chosen(load_settings())), as_json=json)


def info(
    name: Annotated[str, typer.Argument(help="Of a plugin, with its distribution or without, or of what it gives.")],
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Tell everything about one plugin: its hooks, and each object it registers with what that takes."""
    from tracer_runner.cli.plugin_listing import find, show_details
    from tracer_runner.hooks.inspection import inspect_plugins
    from tracer_runner.hooks.manager import chosen
    from tracer_runner.settings import load_settings

    show_details(find(name, among=inspect_plugins(chosen(load_settings()))), as_json=json)


def new(
    name: Annotated[str, typer.Argument(help="Of the distribution: tracer-acme.")],
    kind: Annotated[Kind, typer.Option("--kind", help="What it begins with.")] = Kind.ASSERTION,
    into: Annotated[
        str | None, typer.Option("--into", metavar="DIR", help="The folder of the package.", show_default="./NAME")
    ] = None,
) -> None:
    """Write a package with a plugin that works, and its tests. Nothing that exists is overwritten."""
    from pathlib import Path

    from tracer_runner.cli.plugin_scaffold import read_name, write_package

    names = read_name(name)
    folder = Path(into or name)
    for path in write_package(folder, names=names, kind=kind.value):
        typer.echo(f"  wrote  {path}")
    typer.echo("\nNext:")
    typer.echo(f"  cd {folder}")
    typer.echo("  pip install -e .                    # makes the plugin known")
    typer.echo(f"  {f'tracer plugins info {names.short}':<34}  # what it gives")
    typer.echo("  python -m pytest                    # its tests")
