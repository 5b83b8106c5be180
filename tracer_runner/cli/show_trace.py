"""`tracer show-trace`: open a trace in Playwright's viewer."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from tracer_runner.errors import UsageError
from tracer_runner.hooks import hookimpl


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `show-trace`."""
    app.command("show-trace")(show_trace)


def show_trace(
    path: Annotated[Path, typer.Argument(help="A trace.zip, or a folder that holds one.")],
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Serve it on this port of 127.0.0.1 (0: a free one)."),
    ] = None,
) -> None:
    """Open a trace in Playwright's viewer."""
    trace = find_trace(path)
    served = [] if port is None else ["--host", "127.0.0.1", "--port", str(port)]
    if not served and sys.platform.startswith("linux") and not has_display(os.environ):
        raise UsageError(
            "There is no display to open a window on.",
            hint=f"Serve it: tracer show-trace {trace} --port 0; or copy the file to a machine that has one.",
        )
    raise typer.Exit(subprocess.call([sys.executable, "-m", "playwright", "show-trace", *served, str(trace)]))


def find_trace(path: Path) -> Path:
    """The one trace that is meant; UsageError when there is none, or several."""
    if path.is_file():
        if not _is_trace(path):
            raise UsageError(f"{path} is no trace.", hint="Traces lie in tracer-results/runs/…/trace.zip")
        return path
    if not path.exists():
        raise UsageError(
            f"{path}: there is no such file or folder.", hint="Traces lie in tracer-results/runs/…/trace.zip"
        )
    found = sorted(path.rglob("trace.zip"))
    if not found:
        raise UsageError(
            f"{path} holds no trace.",
            hint="A trace is taken on the retry of a failed run (--retries 1), or with --trace on.",
        )
    if len(found) > 1:
        listed = "\n".join(f"  {trace}" for trace in found)
        raise UsageError(f"{path} holds {len(found)} traces:\n{listed}", hint="Name one of them.")
    return found[0]


def _is_trace(path: Path) -> bool:
    """Whether it is what Playwright writes: a ZIP file with the events in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(".trace") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def has_display(environ: os._Environ[str] | dict[str, str]) -> bool:
    """Whether a window can be opened on this Linux desktop."""
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
