"""The options that say which journeys a command is about."""

from __future__ import annotations

from typing import Annotated

import typer

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
