"""`tracer run`: run journeys and see what happened."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tracer_runner.hooks import hookimpl

SELECT, VALUES, BROWSER, EVIDENCE, OUTPUT, PACE = (
    "Which journeys",
    "Values",
    "Browser",
    "Evidence",
    "Results",
    "How",
)


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `run`."""
    app.command("run")(run)


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, or FILE.py::journey. Default: the project's journeys folder.", show_default=False
        ),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", "-t", help="Only with this tag; repeated: any of them; a+b: both; !a: not.", rich_help_panel=SELECT
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", "-n", help="Only of this name or key; * and ? match.", rich_help_panel=SELECT),
    ] = None,
    env: Annotated[
        str | None, typer.Option("--env", "-e", help="An environment of tracer.toml.", rich_help_panel=VALUES)
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A param's value.", rich_help_panel=VALUES),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Runner processes.", show_default="1", rich_help_panel=PACE)
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency",
            "-c",
            min=1,
            help="Journeys at once in all.",
            show_default="one per core",
            rich_help_panel=PACE,
        ),
    ] = None,
    retries: Annotated[
        int | None,
        typer.Option(
            "--retries",
            min=0,
            max=10,
            help="Tries after one that did not pass.",
            show_default="0",
            rich_help_panel=PACE,
        ),
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", min=1, max=100_000, help="Run each journey so often.", rich_help_panel=PACE)
    ] = 1,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", "-x", help="Stop at the first that does not pass.", rich_help_panel=PACE)
    ] = False,
    no_rerun: Annotated[
        bool,
        typer.Option("--no-rerun", help="Do not run again what another journey took down.", rich_help_panel=PACE),
    ] = False,
    browser: Annotated[
        str | None,
        typer.Option("--browser", help="chromium, firefox or webkit.", show_default=False, rich_help_panel=BROWSER),
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(
            "--device", help="A device Playwright knows, like 'iPhone 15'.", show_default=False, rich_help_panel=BROWSER
        ),
    ] = None,
    headed: Annotated[
        bool, typer.Option("--headed", help="Show the browser; one journey after another.", rich_help_panel=BROWSER)
    ] = False,
    slowmo: Annotated[
        int,
        typer.Option("--slowmo", min=0, metavar="MS", help="Wait so long between actions.", rich_help_panel=BROWSER),
    ] = 0,
    pdb: Annotated[
        bool, typer.Option("--pdb", help="Stop in the debugger where a journey fails.", rich_help_panel=BROWSER)
    ] = False,
    trace: Annotated[
        str | None,
        typer.Option("--trace", help="on, failure, retry or off.", show_default="retry", rich_help_panel=EVIDENCE),
    ] = None,
    video: Annotated[
        str | None,
        typer.Option("--video", help="on, failure, retry or off.", show_default="off", rich_help_panel=EVIDENCE),
    ] = None,
    har: Annotated[
        str | None,
        typer.Option(
            "--har",
            help="With bodies: on, failure, retry or off; without bodies it is kept always, except with off.",
            show_default="retry",
            rich_help_panel=EVIDENCE,
        ),
    ] = None,
    screenshots: Annotated[
        str | None,
        typer.Option("--screenshots", help="on, failure or off.", show_default="on", rich_help_panel=EVIDENCE),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            "--report",
            metavar="NAME[=PATH]",
            help="html, junit, ctrf, json, github or none; repeated or with commas.",
            show_default="html",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Where results go.",
            show_default="tracer-results",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    no_plugin: Annotated[
        list[str] | None,
        typer.Option(
            "--no-plugin", metavar="NAME", help="Leave this plugin out; repeated: all of them.", rich_help_panel=PACE
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="Print the result as JSON, and progress on standard error.", rich_help_panel=OUTPUT
        ),
    ] = False,
) -> None:
    """Run journeys in a real browser and say, step by step, what happened.

    Exit code: 0 all passed, 1 something failed, 2 usage or load error, 4 could not look, 130 interrupted.
    """
    from tracer_runner.engine.supervision.program import RunnerProgram

    # The first runner starts while the rest of tracer is still being imported and journeys are read.
    program = None if headed or pdb or slowmo else RunnerProgram()
    try:
        from tracer_runner.cli.run_session import Wishes, run_session
        from tracer_runner.engine.planning import RunOptions

        capture = {"trace": trace, "video": video, "har": har, "screenshots": screenshots}
        wishes = Wishes(
            paths=tuple(paths or ()),
            tags=tuple(tag or ()),
            names=tuple(name or ()),
            params=tuple(param or ()),
            capture={key: value for key, value in capture.items() if value is not None},
            reports=tuple(report or ("html",)),
            output=output,
            workers=workers,
            concurrency=concurrency,
            slowmo=slowmo,
            fail_fast=fail_fast,
            rerun=not no_rerun,
            json=json,
            without_plugins=tuple(no_plugin or ()),
            options=RunOptions(
                environment=env,
                browser=browser,
                device=device,
                retries=retries,
                headed=headed,
                debugger=pdb,
                repeat=repeat,
            ),
        )
        code = run_session(wishes, program=program)
    finally:
        if program:
            program.discard()
    if program is None:
        sys.stdout.flush()
        os._exit(code)  # journeys ran here: a thread of run.blocking that never returns would keep the process alive
    raise typer.Exit(code)
