"""Contenders of ours beside those of another kit, measured by its program on its own site."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.comparing import Argv
from tracer_runner.engine.browsers.finding import find_browser
from tracer_runner.settings import load_settings


def join_kit(kit: Path, contenders: Mapping[str, Argv], options: argparse.Namespace, *, beside: str) -> int:
    """Let the program in the folder `kit` measure them `beside` its own ones; the first of those is the base."""
    with tempfile.TemporaryDirectory(prefix="tracer-bench-") as folder:
        extra = Path(folder, "extra.py")
        extra.write_text("".join(_added(name, argv, options, folder=folder) for name, argv in contenders.items()))
        browser = find_browser("chromium", setting=load_settings().browser.executable).path
        program = [sys.executable, "run_bench.py", "--extra", str(extra), "--runs", str(options.runs)]
        program += ["--rounds", str(options.rounds), "--conc", ",".join(map(str, options.concurrency))]
        program += ["--only", os.environ.get("BENCH_ONLY", ",".join([beside, *contenders]))]
        return subprocess.call(program, cwd=kit, env={**os.environ, "BENCH_CHROME": browser})


def _added(name: str, argv: Argv, options: argparse.Namespace, *, folder: str) -> str:
    commands = {concurrency: argv(options.runs, concurrency) for concurrency in options.concurrency}
    return f"add({name!r}, {commands!r}.get, cwd={folder!r}, conc={(*commands,)!r})\n"
