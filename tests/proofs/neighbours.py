"""Many tests of pytest-playwright, of pytest-asyncio, and of both, in one process and in workers: the same outcomes
with journeys in the session as with tracer's plugin off, and nothing left behind."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.runner.pytest_plugin.neighbours import WORKERS, outcomes, write_tests
from tests.runner.pytest_plugin.suite import Suite


def main() -> None:
    """Compare all of them, and say how many differ."""
    parser = argparse.ArgumentParser(prog="make prove PROOF=neighbours", description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="how many tests of each kind")
    times = parser.parse_args().times
    broken = 0
    for playwright, asyncio in ((times, 0), (0, times), (times, times)):
        for workers in ((), WORKERS):
            differing = _differing(playwright, asyncio, workers)
            broken += len(differing)
            told = f"{playwright} with pages, {asyncio} with loops{', in workers' if workers else ''}"
            print(f"{told}: {', '.join(differing) or 'the same'}", flush=True)
    left = psutil.Process().children(recursive=True)
    print(f"N = {times} of each kind, no seed: the order is that of collection. {broken} differ, {len(left)} are left.")
    sys.exit(1 if broken or left else 0)


def _differing(playwright: int, asyncio: int, workers: tuple[str, ...]) -> list[str]:
    with TemporaryDirectory(prefix="tracer-proof-") as folder:
        suite = Suite(Path(folder))
        write_tests(suite, playwright=playwright, asyncio=asyncio)
        without, beside = (outcomes(suite, *workers, journeys=journeys) for journeys in (False, True))
        return sorted({name for name, _ in without.items() ^ beside.items()})


if __name__ == "__main__":
    main()
