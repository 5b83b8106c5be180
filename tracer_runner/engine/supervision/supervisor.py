"""The supervisor: hands runs to runner processes, reads what they tell, and ends those that hang.

Everything is decided in one thread; other threads and the runners put messages into its inbox.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tracer_runner.engine.protocol import Beat, Cancel, Configure, Load, Loaded, Message, Ready, SignedIn
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.supervision.fleet import LOAD_SECONDS, Fleet
from tracer_runner.engine.supervision.job import Job
from tracer_runner.engine.supervision.lanes import Lanes
from tracer_runner.engine.supervision.live import Live
from tracer_runner.engine.supervision.program import RunnerProgram
from tracer_runner.engine.supervision.run_queue import RunQueue
from tracer_runner.engine.supervision.runner_process import RunnerProcess
from tracer_runner.errors import EngineError
from tracer_runner.model.event import AttemptEvent, AttemptFinished, AttemptStarted, Event, Stalled
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import Attempt, Error, Run

if TYPE_CHECKING:  # it is heavy, and `tracer run` goes without
    from tracer_runner.egress.proxy import EgressProxy

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
        egress: EgressProxy | None = None,
    ) -> None:
        """`workers` runner processes, `concurrency` journeys at once in all of them together.

        `rerun`: a run whose runner was taken down by another is made again. `on_event` is called from the
        supervisor's thread with everything that happens, and must return quickly. `program`: a runner that was
        started before, to be the first. `egress`: an open proxy that is the only way out for browsers; without one
        they go where they like, as on the machine of whoever writes journeys.
        """
        self._lanes = Lanes(egress)
        configure = self._lanes.configure(configure)
        self._fleet = Fleet(configure, workers=workers, concurrency=concurrency, inbox=self._receive, program=program)
        self._runs = RunQueue(rerun=rerun, tell=self._tell)
        self._observer: Callable[[Event], None] | None = on_event
        # Its put may be called from a signal handler that interrupted another put.
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
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
        self._inbox.put(lambda: self._runs.add(job))
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
            self._runs.break_all(
                Error(
                    class_="EngineError",
                    message=f"tracer's supervisor failed: {type(broken).__name__}: {broken}",
                    traceback="".join(traceback.format_exception(broken)),
                    hint="This is not the journey's fault. Please report it.",
                )
            )
        finally:
            self._fleet.close()
            self._lanes.close()

    def _tell(self, event: Event) -> None:
        """Tell the observer; one that raises is told no more."""
        try:
            if self._observer:
                self._observer(event)
        except BaseException as fault:  # even a SystemExit must not end this thread
            self._observer = None
            print(f"Progress is shown no more: {type(fault).__name__}: {fault}", file=sys.stderr)

    def _loop(self) -> None:
        while not (self._closing and not self._runs):
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

    def _load(self, load: Load, future: Future[tuple[str, ...]]) -> None:
        self._fleet.any().load(load, future)

    def _dispatch(self) -> None:
        """Give waiting runs to runners that have room."""
        while (job := self._runs.next()) and (runner := self._fleet.room_for(job)):
            runner.give(self._lanes.begin(self._runs.start(job)), alone=job.alone)

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
        elif isinstance(message, SignedIn):
            if message.run_id in runner.active:
                self._runs.signed_in(message.run_id, message.session)
        elif not isinstance(message, Beat):
            self._take_event(runner, message)

    def _take_event(self, runner: RunnerProcess, event: AttemptEvent) -> None:
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
            del runner.active[event.run_id]
            runner.served += 1
            self._fleet.recycle(runner, lost=event.browser_lost)
            attempt = self._lanes.end(live.request, event.attempt)
            self._runs.finish(event.run_id, attempt, lost=event.browser_lost)
        else:
            self._tell(event)

    def _cancel(self, run_id: str) -> None:
        if self._runs.cancel(run_id):
            return
        for runner in self._fleet.runners:
            live = runner.active.get(run_id)
            if live and live.cancelled_at is None:
                live.cancelled_at = time.monotonic()
                runner.send(Cancel(run_id=run_id))

    def _cancel_all(self) -> None:
        for run_id in self._runs.run_ids():
            self._cancel(run_id)

    def _kill_all(self) -> None:
        self._runs.cancel_waiting()
        for runner in list(self._fleet.runners):
            self._end(runner, Live.stopped, loads="importing the journey files was interrupted")

    # Runners that hang, die or grow old

    def _end_overdue(self) -> None:
        for runner, late in self._fleet.overdue():
            if runner.ready:
                self._end_hanging(runner, late)
            else:
                self._did_not_start(runner)

    def _end_hanging(self, runner: RunnerProcess, late: Sequence[Live]) -> None:
        """Who made it hang has failed; those beside it are run again."""
        culprits = [live for live in runner.active.values() if live.blocking] or late
        self._end(
            runner,
            lambda live: live.hung() if live in culprits else None,
            loads=f"importing the journey files did not end within {LOAD_SECONDS:.0f} s",
        )

    def _died(self, runner: RunnerProcess) -> None:
        """A runner ended by itself, or somebody ended it."""
        was_asked = runner.finishing and not runner.active
        if runner.ready or was_asked:
            self._end(runner, lambda live: None, loads="importing the journey files ended the process")
        else:
            self._did_not_start(runner)

    def _end(self, runner: RunnerProcess, judge: Callable[[Live], Attempt | None], *, loads: str) -> None:
        """End a runner that had started. `judge` gives the result of an attempt in it, None where it broke with the
        runner; `loads` says why what it was importing did not end.
        """
        judged = [(live, judge(live)) for live in runner.active.values()]
        self._fleet.end(runner)
        for live, attempt in judged:
            ended = self._lanes.end(live.request, attempt or live.lost())
            self._runs.finish(live.request.run_id, ended, lost=attempt is None)
        while runner.loads:
            loading = runner.loads.popleft()
            files = ", ".join(dict.fromkeys(journey.source.file for journey in loading.load.journeys))
            advice = "What stands at the top of a file is executed when it is imported: move it into a function."
            loading.future.set_result((f"{files}: {loads}. {advice}",))

    def _did_not_start(self, runner: RunnerProcess) -> None:
        """What it was given goes to another one, or, when none starts, nowhere."""
        self._runs.give_back(runner.active)
        for run_id in runner.active:
            self._lanes.give_back(run_id)
        self._fleet.end(runner)
        self._failed_starts += 1
        if self._failed_starts < STARTS_TRIED:
            while runner.loads:
                again = runner.loads.popleft()
                self._fleet.any().load(again.load, again.future)
            return
        message, hint = (
            f"The runner process did not start:\n{runner.last_words()}",
            "`tracer doctor` looks for the cause.",
        )
        while runner.loads:
            runner.loads.popleft().future.set_exception(EngineError(message, hint=hint))
        self._runs.refuse_waiting(Error(class_="RunnerLost", message=message, hint=hint))
