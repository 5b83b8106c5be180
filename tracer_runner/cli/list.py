"""`tracer list`: which journeys there are, read from their files without executing them."""

from __future__ import annotations

from typing import Annotated

import typer

from tracer_runner.cli.selecting import Names, Paths, Tags
from tracer_runner.hooks import hookimpl


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `list`."""
    app.command("list")(list_journeys)


def list_journeys(
    paths: Paths = None,
    tag: Tags = None,
    name: Names = None,
    steps: Annotated[bool, typer.Option("--steps", help="Show the steps of each journey.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON, steps included.")] = False,
) -> None:
    """List journeys. Their files are read, not executed.

    Through a pipe: one line a journey, with tabs between key, name, tags, schedule, number of steps and place.
    """
    from tracer_runner.cli.listing import show
    from tracer_runner.cli.main import complain
    from tracer_runner.hooks.manager import chosen, load_registry
    from tracer_runner.services.selecting import chosen_journeys
    from tracer_runner.settings import load_settings

    settings = load_settings()
    registry = load_registry(choice=chosen(settings), warn=complain)
    found = chosen_journeys(paths, tags=tag, names=name, settings=settings, registry=registry)
    show(found, steps=steps, as_json=json)
