"""`tracer baselines`: what checks compare pages with: which there are, and making them anew."""

from __future__ import annotations

from typing import Annotated

import typer

from tracer_runner.cli.selecting import Names, Paths, Tags
from tracer_runner.hooks import hookimpl


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `baselines update` and `baselines list`."""
    group = typer.Typer(help="See what checks compare pages with, and make it anew.", no_args_is_help=True)
    group.command("update")(update)
    group.command("list")(list_baselines)
    app.add_typer(group, name="baselines")


def update(
    paths: Paths = None,
    tag: Tags = None,
    name: Names = None,
    env: Annotated[str | None, typer.Option("--env", "-e", help="An environment of tracer.toml.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A param's value.")
    ] = None,
) -> None:
    """Run journeys, and keep what their checks see as the baselines of later runs.

    A baseline that would still hold is not changed. Those of a journey that does not pass are left as they were.
    The exit code and the results folder are those of `tracer run`.
    """
    from tracer_runner.engine.supervision.program import RunnerProgram

    program = RunnerProgram()  # it starts while the rest is imported and journeys are read
    try:
        from tracer_runner.cli.run_session import Wishes, run_session
        from tracer_runner.engine.planning import RunOptions

        wishes = Wishes(
            paths=tuple(paths or ()),
            tags=tuple(tag or ()),
            names=tuple(name or ()),
            params=tuple(param or ()),
            options=RunOptions(environment=env),
            updating_baselines=True,
        )
        code = run_session(wishes, program=program)
    finally:
        program.discard()
    raise typer.Exit(code)


def list_baselines(paths: Paths = None, tag: Tags = None, name: Names = None) -> None:
    """List the baselines of journeys, and those nobody uses.

    Through a pipe: one line a baseline, with tabs between journey, kind, size, date, path and use.
    """
    from tracer_runner.cli.baseline_listing import show
    from tracer_runner.cli.main import complain
    from tracer_runner.engine.reading.baselines import find_baselines, find_orphans
    from tracer_runner.hooks.manager import chosen, load_registry
    from tracer_runner.services.selecting import chosen_journeys
    from tracer_runner.settings import load_settings

    settings = load_settings()
    registry = load_registry(choice=chosen(settings), warn=complain)
    journeys = chosen_journeys(paths, tags=tag, names=name, settings=settings, registry=registry)
    found = list(find_baselines(journeys))
    if not (paths or tag or name):  # otherwise not all journeys are known
        found += find_orphans(journeys, below=settings.journeys_folder)
    show(found, project=settings.project)
