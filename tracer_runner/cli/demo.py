"""`tracer demo`: a shop to try journeys on, and faults to see them fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracer_runner.hooks import hookimpl

if TYPE_CHECKING:
    import subprocess

FaultOption = Annotated[
    str | None,
    typer.Option("--fault", metavar="NAME", help="Break the shop for everybody; see `tracer demo faults`."),
]


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `demo` with its commands."""
    demo = typer.Typer(help="A small shop to try journeys on.", no_args_is_help=True)
    demo.command("shop")(open_shop)
    demo.command("faults")(list_faults)
    demo.command("run")(run_in_shop)
    app.add_typer(demo, name="demo")


def open_shop(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="PORT", help="Where it listens; 0: any free port.")
    ] = 8700,
    fault: FaultOption = None,
) -> None:
    """Open the Lamp shop until Ctrl-C."""
    from tracer_runner.demo.api import EMAIL, PASSWORD
    from tracer_runner.demo.shop import Shop

    with Shop(port=port, fault=fault) as shop:
        typer.echo(f"The Lamp shop is open: {shop.url}")
        typer.echo(f"  Log in with {EMAIL} and the password {PASSWORD}.")
        if shop.fault:
            typer.echo(f"  Every visitor has the fault {shop.fault}.")
        typer.echo("  Ctrl-C closes it.")
        _wait_for_ctrl_c()
    typer.echo("The shop is closed.")


def list_faults() -> None:
    """List the faults that can be switched on, and how."""
    from rich.console import Console
    from rich.table import Table

    from tracer_runner.demo.faults import FAULTS

    table = Table("Fault", "What it does", "What to look for", box=None, padding=(0, 2, 0, 0), header_style="bold")
    for kind in FAULTS:
        table.add_row(kind.usage, kind.description, kind.look_for)
    console = Console(highlight=False)
    console.print(table)
    console.print(
        "\nFor every visitor:     tracer demo shop --fault NAME, tracer demo run --fault NAME"
        "\nFor one browser:       open any page with ?fault=NAME; ?fault=none ends it"
        "\nFor a single request:  the header X-Shop-Fault: NAME, or ?fault=NAME",
        soft_wrap=True,
    )


def run_in_shop(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files or folders. Default: the project's journeys folder.", show_default=False),
    ] = None,
    fault: FaultOption = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="Where results go.", show_default="tracer-results"),
    ] = None,
) -> None:
    """Open a shop of its own, run the journeys in it, and close it; the exit code is that of `tracer run`."""
    import os
    import subprocess
    import sys

    from tracer_runner.demo.api import PASSWORD
    from tracer_runner.demo.shop import Shop

    with Shop(port=0, fault=fault) as shop:
        command = [sys.executable, "-m", "tracer_runner", "run", *(paths or ())]
        command += ["--param", f"base_url={shop.url}", "--report", "html", *(["--output", output] if output else [])]
        with subprocess.Popen(command, env={**os.environ, "SHOP_PASSWORD": PASSWORD}) as process:
            code = _wait_for(process)
    raise typer.Exit(code)


def _wait_for_ctrl_c() -> None:
    """Come back on Ctrl-C, or when told to end; also as a background job, for which shells switch Ctrl-C off."""
    import signal
    import time

    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that ends by itself: it hears Ctrl-C too, and is told when we are to end."""
    import signal

    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
