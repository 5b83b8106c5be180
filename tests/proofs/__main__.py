"""`make prove`: each fault many times, beside three healthy journeys, in an order that a seed decides.

Held to: the culprit's status and class; the end in time; healthy neighbours pass; no process and no file is left.
What has been proved is kept in a file, so that a proof that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.proofs.faults import FAULTS, JOURNEYS, LIMITS, STEP_SECONDS
from tracer_runner.engine.planning import Planner, RunOptions
from tracer_runner.engine.protocol import SUPERVISOR_GRACE, Configure, Limits
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.hooks.manager import load_registry
from tracer_runner.model.run import Run
from tracer_runner.settings import load_settings

LATE_SECONDS = 5.0
"""How long past the outermost deadline everything must be over."""


def main() -> None:
    """Prove, and say what was proved."""
    options = _options()
    skipped = [] if _can_mount() else [name for name, fault in FAULTS.items() if fault.small_disk]
    todo = [(name, turn) for name, turn in _todo(options) if name not in skipped]
    folder = Path(tempfile.mkdtemp(prefix="tracer-proof-"))
    broken: list[str] = []
    try:
        for number, (name, turn) in enumerate(todo, start=1):
            faults = prove(name, folder=folder)
            print(f"{number}/{len(todo)} {name} {turn}: {'; '.join(faults) or 'held'}", flush=True)
            broken += [f"{name} {turn}: {fault}" for fault in faults]
            if not faults:
                _keep(options.state, name, turn, seed=options.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"N={len(todo)} seed={options.seed}: {len(broken)} broken")
    for name in skipped:
        print(f"  {name} was skipped: only root may mount the small disk it needs")
    for line in broken:
        print(f"  {line}")
    sys.exit(1 if broken else 0)


def prove(name: str, *, folder: Path) -> list[str]:
    """Run one fault beside three healthy journeys; what does not hold, in words."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    tempfile.tempdir = str(scratch)
    requests, configure = _plan(name, folder=folder)
    disk = _small_disk(folder / "disk") if FAULTS[name].small_disk else contextlib.nullcontext(folder / "results")
    with disk as output, Supervisor(configure, concurrency=4) as supervisor:
        futures = [supervisor.submit(_of_culprit(request, output)) for request in requests]
        runs = {run.journey: run for run in (future.result(150) for future in futures)}
    culprit = runs.pop("culprit")
    return [*_culprit_faults(name, culprit), *_late(name, culprit), *_neighbour_faults(runs), *_left_behind(scratch)]


def _plan(name: str, *, folder: Path) -> tuple[list[RunRequest], Configure]:
    (folder / "journeys").mkdir(exist_ok=True)
    (folder / "journeys" / "proof.py").write_text(JOURNEYS.format(lines=FAULTS[name].lines, step=STEP_SECONDS))
    settings, registry = load_settings(folder), load_registry(warn=print)
    journeys = read_journeys([str(folder / "journeys")], settings=settings, assertions=registry.assertions)
    shutil.rmtree(folder / "results", ignore_errors=True)
    plan = Planner(settings, registry=registry, options=RunOptions(), output=folder / "results").plan(journeys)
    return list(plan.requests), Configure(project=str(folder), warm=plan.warm)


def _of_culprit(request: RunRequest, output: Path) -> RunRequest:
    """With short limits and an output folder of its own, if it is the culprit's."""
    if request.journey.key != "culprit":
        return request
    return request.model_copy(update={"limits": Limits.model_validate(LIMITS), "output": str(output)})


@contextlib.contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tracer", place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def _can_mount() -> bool:
    with tempfile.TemporaryDirectory() as place:
        try:
            with _small_disk(Path(place)):
                return True
        except (subprocess.CalledProcessError, OSError):
            return False


def _culprit_faults(name: str, run: Run) -> Iterator[str]:
    fault = FAULTS[name]
    class_ = run.error.class_ if run.error else "none"
    if run.status not in fault.statuses:
        yield f"the culprit is {run.status} ({class_})"
    if fault.classes and class_ not in fault.classes:
        yield f"the culprit's error is {class_}"
    if not run.steps:
        yield "nothing is kept of the culprit"


def _neighbour_faults(runs: dict[str, Run]) -> Iterator[str]:
    for key, run in runs.items():
        if run.status != "passed":
            yield f"{key} is {run.status} after {run.reruns} reruns: {run.error.message if run.error else ''}"


def _late(name: str, run: Run) -> Iterator[str]:
    deadlines = {
        "step": STEP_SECONDS,
        "journey": LIMITS["journey"],
        "supervisor": LIMITS["journey"] + SUPERVISOR_GRACE,
    }
    limit = deadlines[FAULTS[name].deadline] + LATE_SECONDS
    took = (run.finished_at - run.started_at).total_seconds()
    if took > limit * (1 + run.reruns):
        yield f"it ended {took:.1f} s after its start with {run.reruns} reruns, over {limit:.0f} s each"


def _left_behind(scratch: Path) -> Iterator[str]:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("TMPDIR", "").startswith(str(scratch)) and process.status() != "zombie":
                yield f"a process is left: {process.name()}"
    yield from (f"a folder is left: {path.name}" for path in scratch.iterdir())


def _todo(options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    names = options.only or list(FAULTS)
    turns = [(name, turn) for name in names for turn in range(1, options.times + 1)]
    random.Random(options.seed).shuffle(turns)
    done = _done(options.state, seed=options.seed)
    yield from (turn for turn in turns if turn not in done)


def _done(state: Path, *, seed: int) -> set[tuple[str, int]]:
    lines = [json.loads(line) for line in state.read_text().splitlines()] if state.exists() else []
    return {(line["name"], line["turn"]) for line in lines if line["seed"] == seed}


def _keep(state: Path, name: str, turn: int, *, seed: int) -> None:
    state.parent.mkdir(parents=True, exist_ok=True)
    with state.open("a") as file:
        file.write(json.dumps({"name": name, "turn": turn, "seed": seed}) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="how often each fault is tried")
    parser.add_argument("--seed", type=int, default=1, help="decides the order")
    parser.add_argument("--only", type=lambda text: text.split(","), help="some of the faults")
    parser.add_argument("--state", type=Path, default=Path(".tracer/proofs.jsonl"), help="what was proved before")
    return parser.parse_args()


if __name__ == "__main__":
    main()
