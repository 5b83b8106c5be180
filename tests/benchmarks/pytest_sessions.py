"""A journey as an item of pytest against a test of pytest-playwright that does the same: whole sessions, end to end.

pytest-playwright's test is parametrized. A journey cannot be, so its file holds a copy of the function for each run:
here as there pytest collects one file, and one item a run. Each session has the plugin it is about and pytest-xdist,
and neither the plugin it is compared with nor others that happen to be installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.comparing import HERE, Argv

LEAN = ("--tracer-screenshots", "off", "--tracer-har", "off", "--tracer-report", "none")
UNRELATED = ("anyio", "asyncio", "html", "metadata", "ctrf", "timeout")
DECORATOR = "\n\n\n@journey("


@contextmanager
def pytest_sessions(journey: str, *, runs: int) -> Iterator[dict[str, Argv]]:
    """The contenders; `journey` is the file whose only journey is copied."""
    with TemporaryDirectory(prefix="tracer-bench-") as folder:
        file = Path(folder, "journeys", journey)
        file.parent.mkdir()
        file.write_text(copied((HERE / journey).read_text(), times=runs))
        yield {
            "pytest-playwright": _pytest_playwright,
            "pytest-tracer-lean": _pytest_tracer(file.parent, *LEAN),
            "pytest-tracer": _pytest_tracer(file.parent),
        }


def copied(text: str, *, times: int) -> str:
    """The same file with so many copies of its only journey, each with a name of its own."""
    head, journey = text.split(DECORATOR)
    title, rest = journey.split(")\ndef ")
    name, body = rest.split("(", maxsplit=1)
    copies = [f'{DECORATOR}{title}, id="{name}_{number}")\ndef {name}_{number}({body}' for number in range(times)]
    return head + "".join(copy.rstrip("\n") for copy in copies) + "\n"


def _pytest_playwright(runs: int, concurrency: int) -> list[str]:
    command = _pytest(HERE, without="tracer")
    return [*command, str(HERE / "pytest_shop.py"), *(["-n", str(concurrency)] if concurrency > 1 else [])]


def _pytest_tracer(journeys: Path, *more: str) -> Argv:
    def argv(runs: int, concurrency: int) -> list[str]:
        return [
            *_pytest(journeys.parent, without="playwright"),
            str(journeys),
            "--tracer-concurrency",
            str(concurrency),
            *more,
        ]

    return argv


def _pytest(rootdir: Path, *, without: str) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(rootdir),
    ]
    return [*command, *(part for name in (without, *UNRELATED) for part in ("-p", f"no:{name}"))]
