"""Contenders in turn on the demo shop, and what each costs against the first of them.

Each round runs every contender once, so that a slow spell of the machine falls on all alike; ratios are taken round by
round and printed as least / median / most.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measuring import Measured, become_subreaper, measure, median
from tracer_runner.demo import Shop
from tracer_runner.demo.api import PASSWORD
from tracer_runner.engine.browsers.finding import find_browser
from tracer_runner.settings import load_settings

HERE = Path(__file__).parent / "contenders"
LEAN = ("--screenshots", "off", "--har", "off")
BASE = "raw-async"
HEADINGS = (
    f"{'contender':<20}{'runs/min':>9}{'wall ms':>9}{'period ms':>10}{'cold ms':>9}{'CPU s':>7}{'PSS MiB':>9}"
    f"   {'wall ratio':<20}{'period ratio':<20}{'CPU ratio':<20}{'PSS ratio':<20}"
)
Argv = Callable[[int, int], list[str]]


def tracer(*more: str, journey: str = "shop_journey.py") -> Argv:
    """`tracer run` on a journey of the benchmark."""

    def argv(runs: int, concurrency: int) -> list[str]:
        command = [sys.executable, "-m", "tracer_runner", "run", str(HERE / journey), "--report", "none"]
        return [*command, "--repeat", str(runs), "--concurrency", str(concurrency), *more]

    return argv


def pytest_playwright(runs: int, concurrency: int) -> list[str]:
    """pytest-playwright; several at once by pytest-xdist."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(HERE)]
    return [*command, str(HERE / "pytest_shop.py"), *(["-n", str(concurrency)] if concurrency > 1 else [])]


JOURNEYS: dict[str, Argv] = {
    BASE: lambda runs, concurrency: [sys.executable, str(HERE / "raw_async.py")],
    "pytest-playwright": pytest_playwright,
    "tracer-lean": tracer(*LEAN),
    "tracer": tracer(),
}
IN_KIT: dict[str, Argv] = {
    "tracer-lean": tracer(*LEAN, journey="kit_journey.py"),
    "tracer": tracer(journey="kit_journey.py"),
}
LOGINS: dict[str, Argv] = {
    "log-in-each-time": tracer(journey="login_journeys.py::each_time"),
    "log-in-once": tracer(journey="login_journeys.py::once"),
}
SERVER = [sys.executable, str(HERE / "server_journeys.py")]
EGRESS: dict[str, Argv] = {
    "no-proxy": lambda runs, concurrency: SERVER,
    "egress-proxy": lambda runs, concurrency: [*SERVER, "--proxy"],
}


def compare(contenders: dict[str, Argv], options: argparse.Namespace) -> None:
    """Measure and print."""
    become_subreaper()
    names = options.only or list(contenders)
    folder = Path(tempfile.mkdtemp(prefix="tracer-bench-"))
    measured: list[Measured] = []
    with shop_environ() as environ:
        for number in range(options.rounds):
            for concurrency in options.concurrency:
                for name in names:
                    argv = contenders[name](options.runs, concurrency)
                    result = measure(
                        name, argv, environ=environ, folder=folder, runs=options.runs, concurrency=concurrency
                    )
                    measured.append(result)
                    print(f"round {number + 1}, {concurrency} at once: {name}", file=sys.stderr)
    shutil.rmtree(folder)
    if options.json:
        options.json.write_text(json.dumps([result.as_dict() for result in measured], indent=1) + "\n")
    for concurrency in options.concurrency:
        print(table([result for result in measured if result.concurrency == concurrency], names=names))


@contextmanager
def shop_environ() -> Iterator[dict[str, str]]:
    """The demo shop, open, and the variables that lead contenders to it and to the browser."""
    browser = find_browser("chromium", setting=load_settings().browser.executable)
    with Shop(port=0) as shop:
        yield {
            "BENCH_BASE": shop.url,
            "BENCH_CHROME": browser.path,
            "BENCH_CHROME_ARGS": json.dumps(browser.args),
            "TRACER_BROWSER": browser.path,
            "SHOP_PASSWORD": PASSWORD,
        }


def table(measured: Sequence[Measured], *, names: Sequence[str]) -> str:
    """Medians of each contender, and its ratios to raw Playwright."""
    by_name = {name: [result for result in measured if result.name == name] for name in names}
    base = by_name.get(BASE) or by_name[names[0]]
    lines = [
        f"\n{measured[0].concurrency} at once, {measured[0].runs} runs, {len(base)} rounds; ratios to {base[0].name}",
        HEADINGS,
    ]
    for name, results in by_name.items():
        period = median([result.period_ms for result in results])
        lines.append(
            f"{name:<20}{60_000 / period:>9.0f}{median([r.wall_ms for r in results]):>9.0f}"
            f"{period:>10.0f}{median([r.cold_ms for r in results]):>9.0f}"
            f"{median([r.cpu_s for r in results]):>7.2f}{median([r.pss_mib for r in results]):>9.0f}   "
            + _ratios(results, base, lambda result: result.wall_ms)
            + _ratios(results, base, lambda result: result.period_ms)
            + _ratios(results, base, lambda result: result.cpu_s)
            + _ratios(results, base, lambda result: result.pss_mib)
        )
    return "\n".join(lines)


def _ratios(results: Sequence[Measured], base: Sequence[Measured], figure: Callable[[Measured], float]) -> str:
    ratios = [figure(result) / figure(other) for result, other in zip(results, base, strict=True)]
    return f"{min(ratios):.2f}/{median(ratios):.2f}/{max(ratios):.2f}".ljust(20)
