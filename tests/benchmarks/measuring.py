"""Run one contender and measure it: time from the runs it logs, CPU and memory from the kernel. Linux only."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans come to us, so that their CPU is counted
SAMPLE_SECONDS = 0.3


@dataclass(frozen=True)
class Measured:
    """One contender, once. Milliseconds, CPU seconds, mebibytes."""

    name: str
    concurrency: int
    runs: int
    cold_ms: float
    """From the start of the process to the first step."""
    wall_ms: float
    """From the start of the process to its end, for each run."""
    period_ms: float
    """From one run's end to the next's, set-up and close in it, the first runs left out."""
    cpu_s: float
    """Of the whole process tree, for each run."""
    pss_mib: float
    """The peak, shared pages split."""
    foreign: float
    """Cores others used meanwhile, the site among them."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def become_subreaper() -> None:
    """Collect the exit of everything contenders leave behind."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def measure(
    name: str, argv: Sequence[str], *, environ: Mapping[str, str], folder: Path, runs: int, concurrency: int
) -> Measured:
    """Start it, wait for it, and work out what it cost; RuntimeError when it failed."""
    log, output = folder / "runs.jsonl", folder / f"{name}.log"
    log.unlink(missing_ok=True)
    own = {"BENCH_OUT": str(log), "BENCH_RUNS": str(runs), "BENCH_CONC": str(concurrency)}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, busy = resource.getrusage(resource.RUSAGE_CHILDREN), _busy()
    peak = _Peak()
    began = time.time()
    with output.open("w") as file:
        process = subprocess.Popen(argv, cwd=folder, env={**inherited, **environ, **own}, stdout=file, stderr=file)
        peak.start()
        code = process.wait(600)
        took = time.time() - began
    peak.stop()
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    if code or len(lines) != runs:
        raise RuntimeError(f"{name} made {len(lines)} of {runs} runs and ended with {code}; see {output}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ends = sorted(line["t1"] for line in lines)
    warm = min(concurrency, runs - 1) if runs > 1 else 0
    period = (ends[-1] - ends[warm - 1]) / (runs - warm) if warm else ends[-1] - lines[0]["t0"]
    return Measured(
        name=name,
        concurrency=concurrency,
        runs=runs,
        cold_ms=(min(line["t0"] for line in lines) - began) * 1000,
        wall_ms=took / runs * 1000,
        period_ms=period * 1000,
        cpu_s=cpu / runs,
        pss_mib=peak.mebibytes,
        foreign=(_busy() - busy - cpu) / took,
    )


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


class _Peak:
    """The highest memory of our process tree while it runs."""

    def __init__(self) -> None:
        self.mebibytes = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.mebibytes = max(
                self.mebibytes, sum(map(proportional_memory, psutil.Process().children(recursive=True))) / 1048576
            )


def proportional_memory(process: psutil.Process) -> int:
    """Bytes it holds, what it shares with others split among them; 0 when it has ended."""
    try:
        rollup = Path("/proc", str(process.pid), "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def _busy() -> float:
    """Seconds of CPU the whole machine has used."""
    times = psutil.cpu_times()
    return times.user + times.nice + times.system + times.irq + times.softirq


def _reap() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
