"""One `tracer run`, from its options to its exit code."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tracer_runner.cli.console import Progress, make_progress
from tracer_runner.cli.main import COULD_NOT_LOOK, FAILED, INTERRUPTED, PASSED, complain
from tracer_runner.engine.planning import Plan, Planner, RunOptions
from tracer_runner.engine.protocol import Configure
from tracer_runner.engine.supervision.program import RunnerProgram
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.errors import LoadError
from tracer_runner.hooks import NAME
from tracer_runner.hooks.manager import Choice, build_registry, chosen, load_plugins
from tracer_runner.hooks.observers import Observers
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.event import BaselineKept, Event, RunFinished
from tracer_runner.model.run import Batch, Run
from tracer_runner.model.status import GOOD, RunStatus
from tracer_runner.services.baseline_lines import update_lines
from tracer_runner.services.batches import make_batch, write_reports
from tracer_runner.services.output_folder import prepare_output, write_result
from tracer_runner.services.run_options import capture_options, parse_params, parse_reports
from tracer_runner.services.selecting import chosen_journeys
from tracer_runner.settings import Settings, load_settings


@dataclasses.dataclass(frozen=True)
class Wishes:
    """What was typed."""

    paths: tuple[str, ...]
    tags: tuple[str, ...]
    names: tuple[str, ...]
    params: tuple[str, ...]
    options: RunOptions
    capture: Mapping[str, str] = dataclasses.field(default_factory=dict)
    reports: tuple[str, ...] = ("html",)
    output: str | None = None
    workers: int | None = None
    concurrency: int | None = None
    slowmo: int = 0
    fail_fast: bool = False
    rerun: bool = True
    json: bool = False
    without_plugins: tuple[str, ...] = ()
    updating_baselines: bool = False

    @property
    def by_hand(self) -> bool:
        """Somebody watches: journeys run in this process, one after another."""
        return self.options.headed or self.options.debugger or self.slowmo > 0


def run_session(wishes: Wishes, *, program: RunnerProgram | None) -> int:
    """Run, report, and give the exit code. `program` is a runner that was started meanwhile."""
    settings = load_settings()
    choice = chosen(settings, without=wishes.without_plugins)
    plugins = load_plugins(NAME, choice=choice, warn=complain)
    registry = build_registry(plugins)
    options = dataclasses.replace(
        wishes.options, params=parse_params(wishes.params), capture=capture_options(wishes.capture)
    )
    output = Path(wishes.output).absolute() if wishes.output else settings.output_folder
    reports = parse_reports(wishes.reports, registry=registry, disabled=choice.disabled, output=output)
    journeys = chosen_journeys(wishes.paths, tags=wishes.tags, names=wishes.names, settings=settings, registry=registry)
    planner = Planner(settings, registry=registry, options=options, output=output)
    plan = planner.plan(journeys)
    observers = Observers(plugins, warn=complain)
    session = Session(
        wishes,
        settings=settings,
        registry=registry,
        choice=choice,
        observers=observers,
        plan=plan,
        output=output,
        program=program,
    )
    batch = session.run(batch_id=planner.batch_id)
    if wishes.updating_baselines:
        for line in update_lines(batch, session.baselines):
            session.progress.note(line)
    written = _write(batch, output=output)
    with contextlib.redirect_stdout(sys.stderr if wishes.json else sys.stdout):
        write_reports(batch, reports=reports, output=output, note=session.progress.note, complain=complain)
    if wishes.json:
        sys.stdout.write(batch.model_dump_json(indent=2) + "\n")
    with contextlib.suppress(KeyboardInterrupt):  # the results are written; nobody has to wait for plugins
        observers.close()
    return _exit_code(batch) or (PASSED if written else COULD_NOT_LOOK)


class Session:
    """The runs of one command, and their progress on the terminal."""

    def __init__(
        self,
        wishes: Wishes,
        *,
        settings: Settings,
        registry: Registry,
        choice: Choice,
        observers: Observers,
        plan: Plan,
        output: Path,
        program: RunnerProgram | None,
    ) -> None:
        total = len(plan.requests) + len(plan.refused)
        self.progress: Progress = make_progress(
            sys.stderr if wishes.json else sys.stdout, total=total, folder=_shown(output)
        )
        self._wishes = wishes
        self._settings = settings
        self._registry = registry
        self._choice = choice
        self._observers = observers
        self._plan = plan
        self._output = output
        self._program = program
        self.baselines: list[BaselineKept] = []
        """What became of each, while they are being updated."""
        self._interrupted = False
        self._stop: Callable[[], None] = lambda: None

    def run(self, *, batch_id: str) -> Batch:
        """Make all runs; interrupting ends them early, with what there is."""
        started_at = datetime.now(UTC)
        runs = [*self._plan.refused, *self._run_all()]
        batch = make_batch(runs, id=batch_id, started_at=started_at, interrupted=self._interrupted)
        self.progress.summarise(batch)
        return batch

    def _run_all(self) -> Sequence[Run]:
        if not self._plan.requests:
            with self._showing():
                return ()
        return self._run_here() if self._wishes.by_hand else self._run_supervised()

    @contextmanager
    def _showing(self) -> Iterator[None]:
        """All journeys can be loaded: only now is anything written or shown."""
        reporters = self._registry.reporters.values()
        prepare_output(self._output, reports=[one.filename for one in reporters if one.filename])
        with self.progress:
            for run in self._plan.refused:
                self._take(RunFinished(run_id=run.id, run=run))
            yield

    def _run_supervised(self) -> Sequence[Run]:
        run = self._settings.run
        concurrency = self._wishes.concurrency or run.concurrency or os.cpu_count() or 1
        with Supervisor(
            self._configure(),
            workers=self._wishes.workers or run.workers,
            concurrency=min(concurrency, len(self._plan.requests)),
            rerun=self._wishes.rerun,
            on_event=self._take,
            program=self._program,
        ) as supervisor:
            self._stop = supervisor.cancel_all
            with _signals(lambda: self._interrupt(supervisor)):
                _refuse(supervisor.load([request.journey for request in self._plan.requests]).result())
                with self._showing():
                    futures = [supervisor.submit(request) for request in self._plan.requests]
                    if self._interrupted:  # while files were being imported
                        supervisor.cancel_all()
                    _wait(futures)
        return [future.result() for future in futures]

    def _run_here(self) -> Sequence[Run]:
        from tracer_runner.engine.running.in_process import InProcess

        engine = InProcess(self._configure(), registry=self._registry, on_event=self._take)
        try:
            _refuse(engine.load([request.journey for request in self._plan.requests]))
            # At the prompt of the debugger Ctrl-C means what it always means there.
            signals = contextlib.nullcontext() if self._wishes.options.debugger else _signals(engine.interrupt)
            with signals, self._showing():
                runs, self._interrupted = engine.run(self._plan.requests, stop_after_failure=self._wishes.fail_fast)
        finally:
            engine.close()
        return runs

    def _configure(self) -> Configure:
        options = self._wishes.options
        return Configure(
            project=str(self._settings.project),
            test_id_attribute=self._settings.browser.test_id_attribute,
            plugins=self._choice,
            warm=self._plan.warm,
            headless=not options.headed,
            slowmo_ms=self._wishes.slowmo,
            debugger=options.debugger,
            updating_baselines=self._wishes.updating_baselines,
        )

    def _take(self, event: Event) -> None:
        self.progress.take(event)
        if isinstance(event, BaselineKept):
            self.baselines.append(event)
        self._observers.take(event)
        failed = isinstance(event, RunFinished) and event.run.status in {RunStatus.FAILED, RunStatus.ERROR}
        if failed and self._wishes.fail_fast:
            self._stop()

    def _interrupt(self, supervisor: Supervisor) -> None:
        if self._interrupted:
            supervisor.kill_all()
            return
        self._interrupted = True
        self.progress.note("Stopping; evidence is being kept. Press Ctrl-C again to stop at once.")
        supervisor.cancel_all()


@contextmanager
def _signals(handler: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM call a function instead of ending the process."""
    before = {number: signal.signal(number, lambda *_: handler()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _shown(path: Path) -> str:
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise LoadError(list(faults))


def _wait(futures: Sequence[Future[Run]]) -> None:
    """Wait in slices: a signal's handler runs only between them on some systems."""
    while wait(futures, timeout=0.5).not_done:
        pass


def _write(batch: Batch, *, output: Path) -> bool:
    """Write the result; False, and told, when it cannot be written."""
    try:
        write_result(batch, output=output)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        complain(
            f"The result could not be written to {_shown(output)}: {reason}.",
            hint="Make room there, or pass another folder with --output DIR.",
        )
        return False
    return True


def _exit_code(batch: Batch) -> int:
    if batch.interrupted:
        return INTERRUPTED
    if batch.count(RunStatus.FAILED):
        return FAILED
    return PASSED if all(run.status in GOOD for run in batch.runs) else COULD_NOT_LOOK
