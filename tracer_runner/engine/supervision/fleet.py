"""The runner processes of a supervisor: which one takes a run, which one is overdue, which one has grown old."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tracer_runner.engine.protocol import Configure, Message
from tracer_runner.engine.supervision.job import Job
from tracer_runner.engine.supervision.live import Live
from tracer_runner.engine.supervision.program import RunnerProgram
from tracer_runner.engine.supervision.runner_process import RunnerProcess

RECYCLE_RUNS = 1_000
RECYCLE_BYTES = 800 * 1024 * 1024
"""A runner that served so many attempts, or holds so much memory with its driver, is replaced by a new one."""
SILENT_SECONDS = 15.0
"""A runner that neither beats nor says who blocks it hangs."""
START_SECONDS = 60.0
LOAD_SECONDS = 60.0
"""How long importing the journey files may take."""
FINISH_SECONDS = 10.0
"""How long one that was told to finish may take when it is idle."""
CONDEMNED_SECONDS = 3.0
"""How long those beside a run whose browser was lost may take to notice it; then their runner is ended."""


class Fleet:
    """Up to `workers` runners that run `concurrency` attempts at once in all."""

    def __init__(
        self,
        configure: Configure,
        *,
        workers: int,
        concurrency: int,
        inbox: Callable[[RunnerProcess, Message | None], None],
        program: RunnerProgram | None,
    ) -> None:
        self.runners: list[RunnerProcess] = []
        self._configure = configure
        self._workers = min(workers, concurrency)
        self._concurrency = concurrency
        self._inbox = inbox
        self._program = program

    def any(self) -> RunnerProcess:
        """One that takes requests; started when there is none."""
        usable = self._usable()
        return usable[0] if usable else self._start()

    def room_for(self, job: Job) -> RunnerProcess | None:
        """The runner to take this job now; None when it has to wait."""
        busy = sum(len(runner.active) for runner in self.runners)
        lone = any(live.alone for runner in self.runners for live in runner.active.values())
        if busy >= self._concurrency or lone or (job.alone and busy):
            return None
        usable = self._usable()
        least = min(usable, key=lambda runner: len(runner.active), default=None)
        if least is None or (least.active and len(usable) < self._workers):
            return self._start()
        return least

    def overdue(self) -> Iterator[tuple[RunnerProcess, list[Live]]]:
        """Runners to be ended, each with the attempts that are known to be the cause."""
        now = time.monotonic()
        for runner in list(self.runners):
            lives = list(runner.active.values())
            # While one blocks the others cannot go on, and their clocks are moved when it is over.
            judged = [live for live in lives if live.blocking] or lives
            if late := [live for live in judged if live.must_end_by() <= now]:
                yield runner, late
            elif self._is_silent(runner, now):
                yield runner, lives if len(lives) == 1 else []
            elif any(reason(runner, now) for reason in (_loads_too_long, _is_condemned, _does_not_finish)):
                yield runner, []

    def _is_silent(self, runner: RunnerProcess, now: float) -> bool:
        patience = SILENT_SECONDS if runner.ready else START_SECONDS
        return (bool(runner.active) or not runner.ready) and now - runner.heard > patience

    def patience(self) -> float:
        """Seconds until one may be overdue."""
        ends = [live.must_end_by() for runner in self.runners for live in runner.active.values()]
        ends += [runner.heard + SILENT_SECONDS for runner in self.runners if runner.active]
        ends += [runner.loads[0].since + LOAD_SECONDS for runner in self.runners if runner.ready and runner.loads]
        ends += [runner.condemned_at + CONDEMNED_SECONDS for runner in self.runners if runner.condemned_at is not None]
        return max(0.0, min([*ends, time.monotonic() + 5.0]) - time.monotonic())

    def end(self, runner: RunnerProcess) -> None:
        """End it at once, with everything it started."""
        self.runners.remove(runner)
        runner.kill()
        runner.active.clear()

    def recycle(self, runner: RunnerProcess, *, lost: bool) -> None:
        """Replace it when its browser is gone or hangs, or when it has grown old."""
        if lost and not runner.active:
            self.end(runner)
            return
        if lost:
            runner.condemned_at = time.monotonic()
        heavy = runner.served % 25 == 0 and runner.memory() > RECYCLE_BYTES
        if lost or heavy or runner.served >= RECYCLE_RUNS:
            runner.finish()

    def close(self) -> None:
        """Let all of them finish."""
        for runner in self.runners:
            runner.finish()
        for runner in self.runners:
            runner.end()

    def _usable(self) -> list[RunnerProcess]:
        return [runner for runner in self.runners if not runner.finishing]

    def _start(self) -> RunnerProcess:
        runner = RunnerProcess(self._configure, inbox=self._inbox, program=self._program)
        self._program = None
        self.runners.append(runner)
        return runner


def _loads_too_long(runner: RunnerProcess, now: float) -> bool:
    return runner.ready and bool(runner.loads) and now - runner.loads[0].since > LOAD_SECONDS


def _does_not_finish(runner: RunnerProcess, now: float) -> bool:
    return runner.finishing and not runner.active and now - runner.finishing_since > FINISH_SECONDS


def _is_condemned(runner: RunnerProcess, now: float) -> bool:
    return runner.condemned_at is not None and now - runner.condemned_at > CONDEMNED_SECONDS
