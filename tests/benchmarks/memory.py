"""What many runs in one runner hold on to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from tests.benchmarks.comparing import shop_environ, tracer
from tests.benchmarks.measuring import median, proportional_memory

STEP = 50
SAMPLES = 5
SAMPLE_SECONDS = 0.2


def watch_memory(runs: int) -> None:
    """Make so many runs, one after another, and print what all processes hold after each fifty (PSS, MiB).

    Memory swings within a run, so each figure is the median of some samples, taken over a second. The supervisor of
    `tracer run` keeps every result until it has written the report, so it is left out of the ratio.
    """
    folder = Path(tempfile.mkdtemp(prefix="tracer-bench-"))
    done = folder / "runs.jsonl"
    done.touch()
    runners: set[int] = set()
    held: dict[int, float] = {}
    with shop_environ() as environ:
        own = {"BENCH_OUT": str(done), "TMPDIR": str(folder)}
        process = subprocess.Popen(
            tracer()(runs, 1), cwd=folder, env={**os.environ, **environ, **own}, stdout=subprocess.DEVNULL
        )
        print(f"{'after':>8}{'in all':>9}{'supervisor':>12}{'runner':>9}{'driver':>9}{'browser':>9}{'runners':>9}")
        after = STEP
        while process.poll() is None:
            runners |= {child.pid for child in psutil.Process(process.pid).children()}
            if after <= runs and _lines(done) >= after - 1:  # the last ones are seen before they end
                samples = [_held(process.pid) for _ in range(SAMPLES)]
                parts = {part: median([sample[part] for sample in samples]) for part in PARTS}
                held[after] = sum(parts.values()) - parts["supervisor"]
                shown = "".join(f"{parts[part]:>{width}.0f}" for part, width in PARTS.items())
                print(f"{after:>8}{sum(parts.values()):>9.0f}{shown}{len(runners):>9}", flush=True)
                after += STEP
            time.sleep(SAMPLE_SECONDS)
    shutil.rmtree(folder)
    if held and process.returncode == 0:
        ratio = held[max(held)] / held[STEP]
        print(f"runner, driver and browser after {max(held)} runs / after {STEP}: {ratio:.2f}")


PARTS = {"supervisor": 12, "runner": 9, "driver": 9, "browser": 9}
"""The parts of the tree, and the widths of their columns."""


def _held(pid: int) -> Counter[str]:
    time.sleep(SAMPLE_SECONDS)
    held: Counter[str] = Counter()
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            part = _part(process, pid)
        except psutil.Error:  # it has ended meanwhile
            continue
        held[part] += proportional_memory(process) / 1048576
    return held


def _part(process: psutil.Process, supervisor: int) -> str:
    if process.pid == supervisor:
        return "supervisor"
    if process.ppid() == supervisor:
        return "runner"
    return "driver" if "node" in process.name() else "browser"


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
