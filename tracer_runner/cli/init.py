"""`tracer init`: a first journey, and what belongs around it."""

from __future__ import annotations

from typing import Annotated

import typer

from tracer_runner.hooks import hookimpl


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `init`."""
    app.command("init")(init)


def init(
    folder: Annotated[str, typer.Argument(help="Where; it is made if need be.", show_default="here")] = ".",
) -> None:
    """Write a first journey, tracer.toml, a workflow for CI and .env.example. Files that exist are left as they are."""
    from pathlib import Path

    from tracer_runner.cli.scaffold import write_project

    written, left = write_project(Path(folder))
    width = max((len(name) for name, _ in written), default=0)
    for name, purpose in written:
        typer.echo(f"  wrote  {name:<{width}}  {purpose}")
    for name in left:
        typer.echo(f"  left   {name}  (it is there already)")
    typer.echo("\nNext:")
    if Path(folder).resolve() != Path.cwd():
        typer.echo(f"  cd {folder}")
    typer.echo("  tracer list --steps     # what the journey does")
    typer.echo("  tracer demo run         # runs it in a demo shop on this machine, and writes a report")
