"""Every hook. All of them register: they are called once at start and give objects; none decides or delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer_runner.hooks import hookspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from tracer_runner.hooks.contracts import AssertionType, JourneyArgument, Reporter


@hookspec
def tracer_add_commands(app: typer.Typer) -> None:
    """Add commands to `tracer`: `app.command("name")(function)` or `app.add_typer(...)`.

    Called each time `tracer` starts, so the module imports nothing heavy: do that inside the command.
    """


@hookspec
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give assertions; a journey calls them as `check.<name>(...)`."""
    return ()


@hookspec
def tracer_register_reporters() -> Iterable[Reporter]:
    """Give reporters; `tracer run --report <name>=PATH` and `tracer report --to <name>` use them."""
    return ()


@hookspec
def tracer_register_arguments() -> Iterable[JourneyArgument]:
    """Give journey arguments; a journey asks for one by writing its name as a parameter."""
    return ()
