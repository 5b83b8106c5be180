"""The runs of a supervisor, until they have their results: whose turn it is, and what the end of an attempt means."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from tracer_runner.engine.protocol import Execute
from tracer_runner.engine.sessions import Sessions
from tracer_runner.engine.supervision.job import Job
from tracer_runner.engine.verdict import concluded, final_run, retries_now
from tracer_runner.model.event import AttemptFinished, Event, RunFinished, RunStarted
from tracer_runner.model.run import Attempt, Error
from tracer_runner.model.status import RunStatus


class RunQueue:
    """Holds every run that has no result yet. One thread uses it."""

    def __init__(self, *, rerun: bool, tell: Callable[[Event], None]) -> None:
        """`rerun`: a run that was taken down by another is made again. `tell` is told of runs and attempts."""
        self._rerun = rerun
        self._tell = tell
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[Job] = deque()
        self._sessions = Sessions()

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, job: Job) -> None:
        """It waits for its turn."""
        self._jobs[job.request.run_id] = job
        self._waiting.append(job)

    def next(self) -> Job | None:
        """Whose turn it is; None when nobody can begin. Only one signs in, and those it does it for wait."""
        return next((job for job in self._waiting if not self._sessions.must_wait(job.request)), None)

    def start(self, job: Job) -> Execute:
        """The request of its next attempt, which goes to a runner now."""
        self._waiting.remove(job)
        if job.started_at is None:
            self._tell(RunStarted(run_id=job.request.run_id, name=job.request.journey.name, at=job.began()))
        return job.request.execute(len(job.attempts) + 1, session=self._sessions.begin(job.request))

    def signed_in(self, run_id: str, session: str) -> None:
        """A run did its login."""
        self._sessions.signed_in(self._jobs[run_id].request, session)

    def give_back(self, run_ids: Iterable[str]) -> None:
        """Their runner never began with them: they are next again."""
        for run_id in run_ids:
            self._sessions.end(self._jobs[run_id].request, None)
        self._waiting.extendleft(reversed([self._jobs[run_id] for run_id in run_ids]))

    def finish(self, run_id: str, attempt: Attempt, *, lost: bool = False) -> None:
        """An attempt is over. `lost`: it broke with what it ran in, so it may be made again."""
        job = self._jobs[run_id]
        self._sessions.end(job.request, attempt)
        if lost and self._rerun and not job.cancelled and not job.reruns:
            job.reruns += 1
            self._waiting.append(job)
            return
        self._tell(AttemptFinished(run_id=run_id, attempt=attempt))
        job.attempts.append(concluded(job.request, attempt))
        if retries_now(job.request, job.attempts) and not job.cancelled:
            self._waiting.appendleft(job)
        else:
            self._resolve(job)

    def cancel(self, run_id: str) -> bool:
        """Stop this run. False: it runs (or has gone), and its runner has to be told."""
        job = self._jobs.get(run_id)
        if job is None:
            return False
        job.cancelled = True
        if job not in self._waiting:
            return False
        self._waiting.remove(job)
        self._resolve(job, RunStatus.CANCELLED)
        return True

    def cancel_waiting(self) -> None:
        """Stop the runs that have not begun, or wait for their next attempt."""
        for job in list(self._waiting):
            self.cancel(job.request.run_id)

    def refuse_waiting(self, error: Error) -> None:
        """There is nothing to run them in."""
        while self._waiting:
            self._resolve(self._waiting.popleft(), RunStatus.ERROR, error)

    def break_all(self, error: Error) -> None:
        """Nothing can be run any more, and what runs will not be heard of."""
        for job in list(self._jobs.values()):
            self._resolve(job, RunStatus.ERROR, error)

    def run_ids(self) -> tuple[str, ...]:
        """Of all runs without a result."""
        return tuple(self._jobs)

    def _resolve(self, job: Job, status: RunStatus | None = None, error: Error | None = None) -> None:
        """Give the run its result: that of its last attempt, or `status` for one that did not end with an attempt."""
        del self._jobs[job.request.run_id]
        run = final_run(
            job.request,
            attempts=job.attempts,
            reruns=job.reruns,
            started_at=job.began(),
            finished_at=datetime.now(UTC),
            status=status,
            error=error,
        )
        self._tell(RunFinished(run_id=run.id, run=run))
        job.future.set_result(run)
