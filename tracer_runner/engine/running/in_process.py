"""Journeys one after another in this very process: for a window to watch and a debugger to stop in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tracer_runner.engine.protocol import Beat, Configure, Loaded, Message, Ready, SignedIn
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.running.runner import Runner
from tracer_runner.engine.sessions import Sessions
from tracer_runner.engine.verdict import concluded, final_run, retries_now
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.event import Event, RunFinished, RunStarted
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import Attempt, Run
from tracer_runner.model.status import RunStatus


class InProcess:
    """A runner without a supervisor: nothing ends a journey that blocks, so a person should be watching."""

    def __init__(self, configure: Configure, *, registry: Registry, on_event: Callable[[Event], None]) -> None:
        self._tell = on_event
        self._sessions = Sessions()
        self._current: RunRequest | None = None
        self._runner = Runner(configure, registry=registry, emit=self._take)

    def run(self, requests: Sequence[RunRequest], *, stop_after_failure: bool = False) -> tuple[list[Run], bool]:
        """The runs that were made, and whether somebody interrupted."""
        runs: list[Run] = []
        for request in requests:
            run = self._run_one(request)
            runs.append(run)
            failed = run.status in {RunStatus.FAILED, RunStatus.ERROR}
            if self._runner.interrupted or (failed and stop_after_failure):
                break
        return runs, self._runner.interrupted

    def load(self, journeys: Sequence[Journey]) -> tuple[str, ...]:
        """A fault for each journey file that cannot be imported."""
        return self._runner.load(journeys)

    def interrupt(self) -> None:
        """End the journey under way, keeping its evidence, and begin no other. From a signal handler."""
        self._runner.loop.call_soon_threadsafe(self._runner.stop)

    def close(self) -> None:
        """Close the browsers."""
        self._runner.close()

    def _run_one(self, request: RunRequest) -> Run:
        started_at = datetime.now(UTC)
        self._current = request
        self._tell(RunStarted(run_id=request.run_id, name=request.journey.name, at=started_at))
        attempts: list[Attempt] = []
        while not attempts or (retries_now(request, attempts) and not self._runner.interrupted):
            session = self._sessions.begin(request)
            attempt = self._runner.attempt(request.execute(len(attempts) + 1, session=session))
            self._sessions.end(request, attempt)
            attempts.append(concluded(request, attempt))
        run = final_run(request, attempts=attempts, reruns=0, started_at=started_at, finished_at=datetime.now(UTC))
        self._tell(RunFinished(run_id=run.id, run=run))
        return run

    def _take(self, message: Message) -> None:
        if isinstance(message, SignedIn):
            assert self._current
            self._sessions.signed_in(self._current, message.session)
        elif not isinstance(message, Ready | Loaded | Beat):
            self._tell(message)
