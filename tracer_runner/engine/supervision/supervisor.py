"""The supervisor: hands runs to runner processes, reads what they tell, and ends those that hang.

Everything is decided in one thread; other threads and the runners put messages into its inbox.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

from tracer_runner.engine.protocol import Beat, Cancel, Configure, Load, Loaded, Message, Ready
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.supervision.fleet import LOAD_SECONDS, Fleet
from tracer_runner.engine.supervision.job import Job
from tracer_runner.engine.supervision.live import Live
from tracer_runner.engine.supervision.program import RunnerProgram
from tracer_runner.engine.supervision.runner_process import RunnerProcess
from tracer_runner.engine.verdict import concluded, final_run, retries_now
from tracer_runner.errors import EngineError
from tracer_runner.model.event import AttemptFinished, AttemptStarted, Event, RunFinished, RunStarted, Stalled
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import Attempt, Error, Run
from tracer_runner.model.status import RunStatus

STARTS_TRIED = 2


class Supervisor:
    """Runs journeys in runner processes. Use as a context manager; all methods may be called from any thread."""

    def __init__(
        self,
        configure: Configure,
        *,
        workers: int = 1,
        concurrency: int = 1,
        rerun: bool = True,
        on_event: Callable[[Event], None] = lambda event: None,
        program: RunnerProgram | None = None,
    ) -> None:
        """`workers` runner processes, `concurrency` journeys at once in all of them together.

        `rerun`: a run whose runner was taken down by another is made again. `on_event` is called from the
        supervisor's thread with everything that happens, and must return quickly. `program`: a runner that was
        started before, to be the first.
        """
        self._fleet = Fleet(configure, workers=workers, concurrency=concurrency, inbox=self._receive, program=program)
        self._rerun = rerun
        self._observer: Callable[[Event], None] | None = on_event
        # Its put may be called from a signal handler that interrupted another put.
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._waiting: deque[Job] = deque()
        self._jobs: dict[str, Job] = {}
        self._failed_starts = 0
        self._closing = self._closed = False
        self._thread = threading.Thread(target=self._work, name="tracer-supervisor", daemon=True)
        self._thread.start()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, journeys: Sequence[Journey]) -> Future[tuple[str, ...]]:
        """Import the journeys' files once in a runner; the result is a fault for each file that cannot be."""
        future: Future[tuple[str, ...]] = Future()
        self._inbox.put(lambda: self._load(Load(journeys=tuple(journeys)), future))
        return future

    def submit(self, request: RunRequest) -> Future[Run]:
        """Run it when its turn comes; the future always gets a Run, whatever happens."""
        if self._closed:
            raise EngineError("This supervisor has been closed.")
        job = Job(request)
        job.future.set_running_or_notify_cancel()  # a run is cancelled by `cancel`, so that it gets its result
        self._inbox.put(lambda: self._enqueue(job))
        return job.future

    def cancel(self, run_id: str) -> None:
        """Stop one run, waiting or running; its evidence is kept."""
        self._inbox.put(lambda: self._cancel(run_id))

    def cancel_all(self) -> None:
        """Stop everything; evidence is kept."""
        self._inbox.put(self._cancel_all)

    def kill_all(self) -> None:
        """End all runners at once; runs under way are cancelled with what had arrived."""
        self._inbox.put(self._kill_all)

    def close(self) -> None:
        """Cancel what is left, end the runners, and return when all is over."""
        self._closed = True
        self.cancel_all()
        self._inbox.put(self._begin_to_close)
        self._thread.join()

    # The supervisor's own thread

    def _work(self) -> None:
        """The thread: whatever goes wrong in it, every run gets its result."""
        try:
            self._loop()
        except BaseException as broken:
            error = Error(
                class_="EngineError",
                message=f"tracer's supervisor failed: {type(broken).__name__}: {broken}",
                traceback="".join(traceback.format_exception(broken)),
                hint="This is not the journey's fault. Please report it.",
            )
            for job in list(self._jobs.values()):
                self._resolve_without_attempt(job, RunStatus.ERROR, error)
        finally:
            self._fleet.close()

    def _tell(self, event: Event) -> None:
        """Tell the observer; one that raises is told no more."""
        try:
            if self._observer:
                self._observer(event)
        except BaseException as fault:  # even a SystemExit must not end this thread
            self._observer = None
            print(f"Progress is shown no more: {type(fault).__name__}: {fault}", file=sys.stderr)

    def _loop(self) -> None:
        while not (self._closing and not self._jobs):
            try:
                self._inbox.get(timeout=self._fleet.patience())()
                while True:
                    self._inbox.get_nowait()()
            except queue.Empty:
                pass
            self._end_overdue()
            self._dispatch()

    def _begin_to_close(self) -> None:
        self._closing = True

    def _enqueue(self, job: Job) -> None:
        self._jobs[job.request.run_id] = job
        self._waiting.append(job)

    def _load(self, load: Load, future: Future[tuple[str, ...]]) -> None:
        self._fleet.any().load(load, future)

    def _dispatch(self) -> None:
        """Give waiting runs to runners that have room."""
        while self._waiting:
            runner = self._fleet.room_for(self._waiting[0])
            if runner is None:
                return
            self._send(self._waiting.popleft(), runner)

    def _send(self, job: Job, runner: RunnerProcess) -> None:
        request = job.request
        if job.started_at is None:
            self._tell(RunStarted(run_id=request.run_id, name=request.journey.name, at=job.began()))
        runner.give(request.execute(job.number), alone=job.alone)

    def _receive(self, runner: RunnerProcess, message: Message | None) -> None:
        """Called from a runner's thread."""
        self._inbox.put(lambda: self._take(runner, message))

    def _take(self, runner: RunnerProcess, message: Message | None) -> None:
        if runner not in self._fleet.runners:
            return  # it was ended; what it still said is of no account
        runner.heard = time.monotonic()
        if message is None:
            self._died(runner)
        elif isinstance(message, Ready):
            runner.is_ready()
            self._failed_starts = 0
        elif isinstance(message, Loaded):
            runner.loads.popleft().future.set_result(message.faults)
        elif not isinstance(message, Beat):
            self._take_event(runner, message)

    def _take_event(self, runner: RunnerProcess, event: Message) -> None:
        assert not isinstance(event, Ready | Loaded | Beat)
        live = runner.active.get(event.run_id)
        if live is None:
            return
        live.take(event)
        if isinstance(event, AttemptStarted):
            runner.meet_family()
        if isinstance(event, Stalled) and not event.ongoing:
            for other in runner.active.values():
                other.stalled += event.seconds if other is not live else 0.0
        if isinstance(event, AttemptFinished):
            self._attempt_finished(runner, event)
        else:
            self._tell(event)

    def _attempt_finished(self, runner: RunnerProcess, event: AttemptFinished) -> None:
        del runner.active[event.run_id]
        runner.served += 1
        job = self._jobs[event.run_id]
        self._fleet.recycle(runner, lost=event.browser_lost)
        if event.browser_lost and self._may_rerun(job):
            self._again(job)
            return
        self._tell(event)
        self._conclude(job, event.attempt)

    def _conclude(self, job: Job, attempt: Attempt) -> None:
        """An attempt counts: another one follows, or the run is over."""
        job.attempts.append(concluded(job.request, attempt))
        if retries_now(job.request, job.attempts) and not job.cancelled:
            self._waiting.appendleft(job)
            return
        run = final_run(
            job.request,
            attempts=job.attempts,
            reruns=job.reruns,
            started_at=job.began(),
            finished_at=datetime.now(UTC),
        )
        self._resolve(job, run)

    def _resolve(self, job: Job, run: Run) -> None:
        del self._jobs[job.request.run_id]
        self._tell(RunFinished(run_id=run.id, run=run))
        job.future.set_result(run)

    def _resolve_without_attempt(self, job: Job, status: RunStatus, error: Error | None) -> None:
        now = datetime.now(UTC)
        run = final_run(
            job.request,
            attempts=job.attempts,
            reruns=job.reruns,
            started_at=job.began(),
            finished_at=now,
            status=status,
            error=error,
        )
        self._resolve(job, run)

    def _cancel(self, run_id: str) -> None:
        job = self._jobs.get(run_id)
        if job is None or job.cancelled:
            return
        job.cancelled = True
        if job in self._waiting:
            self._waiting.remove(job)
            self._resolve_without_attempt(job, RunStatus.CANCELLED, None)
            return
        for runner in self._fleet.runners:
            if live := runner.active.get(run_id):
                live.cancelled_at = time.monotonic()
                runner.send(Cancel(run_id=run_id))

    def _cancel_waiting(self) -> None:
        for job in list(self._waiting):
            self._cancel(job.request.run_id)

    def _cancel_all(self) -> None:
        for run_id in list(self._jobs):
            self._cancel(run_id)

    def _kill_all(self) -> None:
        self._cancel_waiting()
        for runner in list(self._fleet.runners):
            lives = list(runner.active.values())
            self._fleet.end(runner)
            _refuse_loads(runner, "importing the journey files was interrupted")
            for live in lives:
                reason = "The run was stopped at once."
                self._conclude_live(
                    live, live.ended_early(class_="Cancelled", message=reason, status=RunStatus.CANCELLED)
                )

    # Runners that hang, die or grow old

    def _end_overdue(self) -> None:
        for runner, late in self._fleet.overdue():
            if runner.ready:
                self._end_hanging(runner, late)
                _refuse_loads(runner, f"importing the journey files did not end within {LOAD_SECONDS:.0f} s")
            else:
                self._did_not_start(runner)

    def _end_hanging(self, runner: RunnerProcess, late: list[Live]) -> None:
        """End a runner; who made it hang has failed, the others are run again."""
        lives = list(runner.active.values())
        blockers = [live for live in lives if live.blocking]
        culprits = blockers or late
        attempts = [(live, live.hung() if live in culprits else None) for live in lives]
        self._fleet.end(runner)
        for live, attempt in attempts:
            if attempt is None:
                self._taken_down(live)
            else:
                self._conclude_live(live, attempt)

    def _died(self, runner: RunnerProcess) -> None:
        """A runner ended by itself, or somebody ended it."""
        lives = list(runner.active.values())
        was_asked = runner.finishing and not lives
        if not runner.ready and not was_asked:
            self._did_not_start(runner)
            return
        self._fleet.end(runner)
        if was_asked:
            return
        _refuse_loads(runner, "importing the journey files ended the process")
        for live in lives:
            self._taken_down(live)

    def _did_not_start(self, runner: RunnerProcess) -> None:
        """What it was given goes to another one, or, when none starts, nowhere."""
        jobs = [self._jobs[run_id] for run_id in runner.active]
        self._fleet.end(runner)
        self._waiting.extendleft(reversed(jobs))
        self._failed_starts += 1
        if self._failed_starts < STARTS_TRIED:
            while runner.loads:
                again = runner.loads.popleft()
                self._fleet.any().load(again.load, again.future)
            return
        message = f"The runner process did not start:\n{runner.last_words()}"
        while runner.loads:
            hint = "`tracer doctor` looks for the cause."
            runner.loads.popleft().future.set_exception(EngineError(message, hint=hint))
        error = Error(class_="RunnerLost", message=message, hint="`tracer doctor` looks for the cause.")
        while self._waiting:
            self._resolve_without_attempt(self._waiting.popleft(), RunStatus.ERROR, error)

    def _taken_down(self, live: Live) -> None:
        """Its runner is gone, and it is not known to be its doing."""
        job = self._jobs[live.request.run_id]
        if self._may_rerun(job):
            self._again(job)
            return
        lost = live.ended_early(class_="RunnerLost", message="Its runner process died.", status=RunStatus.ERROR)
        self._conclude_live(live, lost)

    def _may_rerun(self, job: Job) -> bool:
        return self._rerun and not job.cancelled and job.reruns == 0 and self._failed_starts < STARTS_TRIED

    def _again(self, job: Job) -> None:
        job.reruns += 1
        self._waiting.append(job)

    def _conclude_live(self, live: Live, attempt: Attempt) -> None:
        """An attempt counts that its runner did not live to tell of."""
        self._tell(AttemptFinished(run_id=live.request.run_id, attempt=attempt))
        self._conclude(self._jobs[live.request.run_id], attempt)


def _refuse_loads(runner: RunnerProcess, reason: str) -> None:
    """Journey files that cannot even be imported: a fault of theirs."""
    while runner.loads:
        loading = runner.loads.popleft()
        files = ", ".join(dict.fromkeys(journey.source.file for journey in loading.load.journeys))
        advice = "What stands at the top of a file is executed when it is imported: move it into a function."
        loading.future.set_result((f"{files}: {reason}. {advice}",))
