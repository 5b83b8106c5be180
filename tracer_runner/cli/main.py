"""The `tracer` command: gathers the commands of all plugins, and turns errors into exit codes.

Exit codes: 0 all passed or degraded, 1 something failed, 2 usage or load error, 3 timed out waiting, 4 the tool could
not look, 130 interrupted. 1 beats 4.
"""

from __future__ import annotations

import io
import sys
import traceback
from typing import Annotated

import typer

from tracer_runner import __version__
from tracer_runner.errors import TracerError, UsageError
from tracer_runner.hooks.manager import add_commands

PASSED, FAILED, USAGE, TIMED_OUT, COULD_NOT_LOOK, INTERRUPTED = 0, 1, 2, 3, 4, 130


def main() -> None:
    """Run the command line; ends the process with an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no ü gets \xfc, not a traceback
    app = build_app()
    try:
        app()
    except TracerError as error:
        complain(error.message, hint=error.hint)
        sys.exit(USAGE if isinstance(error, UsageError) else COULD_NOT_LOOK)
    except Exception:
        traceback.print_exc()
        complain("tracer itself failed; this is not the fault of your journeys.", hint="Please report the lines above.")
        sys.exit(COULD_NOT_LOOK)


def build_app() -> typer.Typer:
    """The command line with everything plugins add."""
    app = typer.Typer(
        name="tracer",
        help="Write a user journey once, as a Python step file; run it anywhere.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    add_commands(app, warn=complain)
    return app


def complain(message: str, *, hint: str | None = None) -> None:
    """One message for the person at the terminal, on standard error."""
    typer.echo(message, err=True)
    if hint:
        typer.echo(f"-> {hint}", err=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracer {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None: ...
