"""`make bench`: what tracer costs, each time against a named other, measured in one run.

`journeys` (the default): a journey against raw Playwright and pytest-playwright. `pytest`: a journey as an item of
pytest against a test of pytest-playwright. With BENCH_KIT=FOLDER these two join another kit instead. `login`: a
stored login against logging in each time. `egress`: a journey behind the egress proxy of a server against one that
goes past it. `startup`: `tracer --help` against an empty typer app, importing tracer, and what plugins add to a run.
`memory`: many runs in one runner, and what they hold after each fifty. `pictures`: the comparison of two pictures of
a long page.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.benchmarks.comparing import EGRESS, IN_KIT, JOURNEYS, LOGINS, compare
from tests.benchmarks.joining import join_kit
from tests.benchmarks.memory import watch_memory
from tests.benchmarks.pictures import compare_pictures
from tests.benchmarks.pytest_sessions import pytest_sessions
from tests.benchmarks.startup import compare_startup


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    kit = os.environ.get("BENCH_KIT")
    if options.what == "journeys" and kit:
        sys.exit(join_kit(Path(kit), IN_KIT, options, beside="raw-async,pytest"))
    elif options.what == "journeys":
        compare(JOURNEYS, options)
    elif options.what == "pytest":
        _compare_sessions(options, kit=kit)
    elif options.what == "login":
        compare(LOGINS, options)
    elif options.what == "egress":
        compare(EGRESS, options)
    elif options.what == "startup":
        compare_startup(options.rounds)
    elif options.what == "pictures":
        compare_pictures(options.rounds)
    else:
        watch_memory(options.runs)


def _compare_sessions(options: argparse.Namespace, *, kit: str | None) -> None:
    with pytest_sessions("kit_journey.py" if kit else "shop_journey.py", runs=options.runs) as contenders:
        if kit:
            del contenders["pytest-playwright"]  # the kit has its own
            sys.exit(join_kit(Path(kit), contenders, options, beside="pytest"))
        compare(contenders, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=("journeys", "pytest", "login", "egress", "startup", "memory", "pictures"),
        default="journeys",
    )
    parser.add_argument("--rounds", type=int, help="how often each is measured (5; startup: 15)")
    parser.add_argument("--runs", type=int, help="in each round (15; pytest: 20; memory: 500 in all)")
    parser.add_argument("--concurrency", type=_numbers, help="how many at once (1,4; pytest: 1,2)")
    parser.add_argument("--only", type=lambda text: text.split(","), help="some of the contenders")
    parser.add_argument("--json", type=Path, help="write every figure there")
    options = parser.parse_args()
    options.rounds = options.rounds or (15 if options.what == "startup" else 5)
    options.runs = options.runs or {"memory": 500, "pytest": 20}.get(options.what, 15)
    options.concurrency = options.concurrency or ([1, 2] if options.what == "pytest" else [1, 4])
    return options


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
