"""Which journeys a command is about: the options that say it, and the journeys they choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracer_runner.hooks.registry import Registry
    from tracer_runner.model.journey import Journey
    from tracer_runner.settings import Settings

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders, or FILE.py::journey. Default: the project's journeys folder.", show_default=False
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", "-t", help="Only with this tag; repeated: any of them; a+b: both; !a: not."),
]
Names = Annotated[list[str] | None, typer.Option("--name", "-n", help="Only of this name or key; * and ? match.")]


def chosen_journeys(
    paths: Sequence[str] | None,
    *,
    tags: Sequence[str] | None,
    names: Sequence[str] | None,
    settings: Settings,
    registry: Registry,
) -> Sequence[Journey]:
    """Read from their files, with what plugins offer; LoadError tells all that is wrong in them."""
    from tracer_runner.engine.reading.discovery import read_journeys
    from tracer_runner.engine.reading.selection import select

    found = read_journeys(paths or (), settings=settings, arguments=registry.arguments, assertions=registry.assertions)
    return select(found, tags=tags or (), names=names or ())
