"""How long the command takes to answer, and the package to be imported."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measuring import median

RUN = "import tracer_runner.cli.run_session as run"
"""What `tracer run` imports before it looks for plugins."""
PLUGINS = f"{RUN}; run.build_registry(run.load_plugins(run.NAME, warn=print))"
EMPTY_APP = """
import typer

app = typer.Typer()


@app.command()
def nothing() -> None:
    ...


app()
"""


def compare_startup(rounds: int) -> None:
    """Run each in turn, and print the medians and the ratio to the empty app, least / median / most."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text(EMPTY_APP)
        commands = {
            "empty typer app --help": [sys.executable, str(empty), "--help"],
            "tracer --help": [sys.executable, "-m", "tracer_runner", "--help"],
            "python -c pass": [sys.executable, "-c", "pass"],
            "import tracer_runner": [sys.executable, "-c", "import tracer_runner"],
            "tracer run, imports": [sys.executable, "-c", RUN],
            "… and all plugins": [sys.executable, "-c", PLUGINS],
        }
        took: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds + 1):  # the first one fills caches
            for name, command in commands.items():
                took[name].append(_milliseconds(command))
    base = took["empty typer app --help"][1:]
    print(f"{'':<24}{'ms':>6}   ratio to the empty app")
    for name, times in took.items():
        ratios = [one / other for one, other in zip(times[1:], base, strict=True)]
        print(f"{name:<24}{median(times[1:]):>6.0f}   {min(ratios):.2f}/{median(ratios):.2f}/{max(ratios):.2f}")
    without, loaded = took["tracer run, imports"][1:], took["… and all plugins"][1:]
    added = [after - before for before, after in zip(without, loaded, strict=True)]
    share = [after / before for before, after in zip(without, loaded, strict=True)]
    print(f"Plugins add {median(added):.0f} ms to the start of a run: {median(share):.2f} of what it was.")


def _milliseconds(command: Sequence[str]) -> float:
    began = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - began) * 1000
