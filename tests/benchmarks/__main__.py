"""`make bench`: what tracer costs, each time against a named other, measured in one run.

`journeys` (the default): a journey against raw Playwright and pytest-playwright. `login`: a stored login against
logging in each time. `egress`: a journey behind the egress proxy of a server against one that goes past it. `startup`:
`tracer --help` against an empty typer app, importing tracer, and what plugins add to a run. `memory`: many runs in one
runner, and what they hold after each fifty. `pictures`: the comparison of two pictures of a long page.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmarks.comparing import EGRESS, JOURNEYS, LOGINS, compare
from tests.benchmarks.memory import watch_memory
from tests.benchmarks.pictures import compare_pictures
from tests.benchmarks.startup import compare_startup


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    if options.what == "journeys":
        compare(JOURNEYS, options)
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("journeys", "login", "egress", "startup", "memory", "pictures"), default="journeys"
    )
    parser.add_argument("--rounds", type=int, help="how often each is measured (5; startup: 15)")
    parser.add_argument("--runs", type=int, help="in each round (15; memory: 500 in all)")
    parser.add_argument("--concurrency", type=_numbers, default=[1, 4])
    parser.add_argument("--only", type=lambda text: text.split(","), help="some of the contenders")
    parser.add_argument("--json", type=Path, help="write every figure there")
    options = parser.parse_args()
    options.rounds = options.rounds or (15 if options.what == "startup" else 5)
    options.runs = options.runs or (500 if options.what == "memory" else 15)
    return options


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
