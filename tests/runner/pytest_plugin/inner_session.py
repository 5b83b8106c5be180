"""A pytest session of its own, in a process of its own, whose tests are recorded."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tracer_runner.model.run import Batch, Run

HEADER = "import pytest\nfrom tracer_runner import check, journey, step\n"
FAULTS = {"failure", "error", "skipped"}
SETTINGS = """
[run]
expect_timeout = 0.3

[environments.staging]
params = { region = "north", lamps = 3 }
secrets = { SHOP_TOKEN = "STAGING_TOKEN" }
"""


@dataclass(frozen=True)
class InnerSession:
    """What came of it."""

    folder: Path
    output: str
    outcomes: dict[str, str]
    """By the name of the test: passed, failure, error or skipped."""
    runs: dict[str, Run]
    """By key; tests that took no step have none."""

    @property
    def results(self) -> Path:
        return self.folder / "results"


def run_inner(folder: Path, code: str, *arguments: str, **env: str) -> InnerSession:
    """Run these tests with tracer's plugin, and with the plugins that teams use."""
    (folder / "conftest.py").write_text(Path(__file__).with_name("inner_conftest.py").read_text(encoding="utf-8"))
    (folder / "tracer.toml").write_text(SETTINGS)
    (folder / "test_shop.py").write_text(HEADER + textwrap.dedent(code), encoding="utf-8")
    (folder / "results/result.json").unlink(missing_ok=True)
    options = ["--tracer-env=staging", "--tracer-output=results", "--tracer-report=none"]
    options += ["-o", "asyncio_default_fixture_loop_scope=function", "-o", "junit_logging=all", "--junitxml=inner.xml"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options, *arguments]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    told = subprocess.run(command, cwd=folder, env=inherited | env, capture_output=True, text=True, timeout=90)
    cases = ElementTree.parse(folder / "inner.xml").iter("testcase")
    outcomes = {
        case.attrib["name"]: next((child.tag for child in case if child.tag in FAULTS), "passed") for case in cases
    }
    return InnerSession(folder, told.stdout + told.stderr, outcomes, runs=_read(folder / "results/result.json"))


def _read(path: Path) -> dict[str, Run]:
    runs = Batch.model_validate_json(path.read_bytes()).runs if path.exists() else ()
    found = {run.journey: run for run in runs}
    assert len(found) == len(runs), "each test is one run"
    return found
