"""`tracer browsers`: which browsers there are, and getting one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracer_runner.hooks import hookimpl

WIDE = 300
"""Columns where no screen ends the line."""

if TYPE_CHECKING:
    from tracer_runner.engine.browsers.finding import BrowserChoice, BrowserName


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `browsers`."""
    browsers = typer.Typer(help="See which browsers there are, and get one.", no_args_is_help=True)
    browsers.command("list")(list_browsers)
    browsers.command("install")(install)
    app.add_typer(browsers, name="browsers")


def list_browsers() -> None:
    """List the browsers that are there; the one marked `*` is used."""
    from rich.console import Console
    from rich.table import Table

    from tracer_runner.engine.browsers.finding import NAMES

    table = Table("", "name", "kind", "version", "from", box=None, pad_edge=False)
    table.add_column("path", no_wrap=True)
    for name in NAMES:
        choices = _found(name)
        for number, (choice, version) in enumerate(choices):
            used = "*" if number == 0 else ""
            table.add_row(used, name, choice.kind, version or "?", choice.source, choice.path)
        if not choices:
            table.add_row("", name, "-", "-", "not there", f"-> tracer browsers install {name}")
    console = Console()
    console.width = console.width if console.is_terminal else WIDE
    console.print(table)


def install(
    name: Annotated[str, typer.Argument(help="chromium, firefox or webkit.")] = "chromium",
    with_deps: Annotated[
        bool, typer.Option("--with-deps", help="Let Playwright install the system libraries it needs, too.")
    ] = False,
) -> None:
    """Get a browser: by Playwright's download, or by apt for root. One that is there already is left alone."""
    from tracer_runner.engine.browsers.commands import Machine
    from tracer_runner.engine.browsers.finding import parse_browser_name
    from tracer_runner.engine.browsers.installing import install_browser
    from tracer_runner.engine.browsers.links import link_browsers
    from tracer_runner.settings import load_settings

    setting = load_settings().browser.executable
    machine = Machine.this_one(say=typer.echo)
    wanted = parse_browser_name(name)
    choice, is_new = install_browser(wanted, setting=setting, with_deps=with_deps, machine=machine)
    try:
        link_browsers(setting=setting if wanted == "chromium" else None, places=machine.places)
    except OSError as fault:  # only programs beside tracer need the links
        folder = machine.places.own.folder
        typer.echo(f"Playwright's own commands will not find it: no links could be made in {folder}: {fault.strerror}")
    typer.echo(f"{'Installed' if is_new else 'Nothing to do'}: {choice.kind} at {choice.path} ({choice.source})")


def _found(name: BrowserName) -> list[tuple[BrowserChoice, str | None]]:
    from tracer_runner.engine.browsers.finding import installed_browsers
    from tracer_runner.engine.browsers.health import browser_version
    from tracer_runner.engine.browsers.places import Places
    from tracer_runner.settings import load_settings

    choices = installed_browsers(name, setting=load_settings().browser.executable, places=Places.of_this_machine())
    return [(choice, browser_version(choice)) for choice in choices]
