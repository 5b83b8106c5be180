"""The shop's journey as a server runs it: through its egress proxy, or, to compare, past it."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from tracer_runner.egress import policy_for
from tracer_runner.egress.proxy import EgressProxy
from tracer_runner.engine.planning import Planner, RunOptions
from tracer_runner.engine.protocol import Configure
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.hooks.manager import load_registry
from tracer_runner.model.status import RunStatus
from tracer_runner.settings import load_settings

JOURNEY = Path(__file__).parent / "shop_journey.py"


def main() -> None:
    """Run as often as BENCH_RUNS says, BENCH_CONC at once; `--proxy` leads through the proxy."""
    settings, registry = load_settings(), load_registry(warn=print)
    found = read_journeys([str(JOURNEY)], settings=settings, assertions=registry.assertions)
    options = RunOptions(repeat=int(os.environ["BENCH_RUNS"]))
    plan = Planner(settings, registry=registry, options=options, output=Path("results").absolute()).plan(found)
    configure = Configure(project=str(settings.project), warm=plan.warm)
    with ExitStack() as opened:
        proxy = EgressProxy(policy_for("journeys", settings.egress)) if "--proxy" in sys.argv else None
        if proxy:
            opened.enter_context(proxy)
        concurrency = int(os.environ["BENCH_CONC"])
        supervisor = opened.enter_context(Supervisor(configure, concurrency=concurrency, egress=proxy))
        runs = [future.result() for future in [supervisor.submit(request) for request in plan.requests]]
    assert all(run.status is RunStatus.PASSED for run in runs), runs


if __name__ == "__main__":
    main()
