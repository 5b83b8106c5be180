"""The runs of one pytest process: the engine is started when it is needed, and every run is kept."""

from __future__ import annotations

import contextlib
import queue
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future

import pytest

from tracer_runner.engine.planning import Planner
from tracer_runner.engine.protocol import Configure
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.supervision.program import RunnerProgram
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.hooks.observers import Observers
from tracer_runner.model.event import BaselineKept, Event, RunFinished
from tracer_runner.model.ids import new_id
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import Run
from tracer_runner.pytest_plugin.engines import Engine, WatchedEngine
from tracer_runner.pytest_plugin.project import Project
from tracer_runner.pytest_plugin.warnings import warn

Place = tuple[str, str]
"""File and function of a journey."""
SLICE_SECONDS = 0.5
"""A signal's handler runs only between waits on some systems."""


class Runs:
    """Runs journeys when their turn comes, or hands all of them over at once."""

    def __init__(
        self,
        project: Project,
        *,
        take: Callable[[Run], None],
        kept: Callable[[BaselineKept], None],
        program: RunnerProgram | None = None,
    ) -> None:
        """`take` is given every run, as soon as it has ended, and `kept` is told of every baseline.

        `program`: a runner that was started before, to be the first.
        """
        self._take_run = take
        self._kept = kept
        self._project = project
        self._program = program
        self._engine: Engine | None = None
        self._observers: Observers | None = None
        self._requests: dict[Place, RunRequest] = {}
        self._refused: dict[Place, Run] = {}
        self._handed: dict[Place, tuple[RunRequest, Future[Run]]] = {}
        self._events: defaultdict[str, queue.SimpleQueue[Event]] = defaultdict(queue.SimpleQueue)

    def load(self, journeys: Sequence[Journey]) -> tuple[str, ...]:
        """A fault for each of their files that cannot be imported."""
        return self._started(journeys).load(journeys).result()

    def plan(self, journeys: Sequence[Journey]) -> None:
        """These will run, in this order. UsageError when something that was asked for fits none of them."""
        plan = self._project.planner.plan(journeys)
        self._requests = {_place(request.journey): request for request in plan.requests}
        found = {(journey.source, journey.function): journey for journey in journeys}
        self._refused = {_place(found[run.source, run.function]): run for run in plan.refused}

    def hand_over(self, journeys: Sequence[Journey]) -> None:
        """Let these planned ones run in this order, several at once, when that was asked for."""
        if self._project.wishes.concurrency == 1 or self._project.wishes.by_hand:
            return
        for place in map(_place, journeys):
            if request := self._requests.get(place):
                self._handed[place] = (request, self._started([request.journey]).submit(request))

    def run(self, journey: Journey, *, take: Callable[[Event], None]) -> Run:
        """The run of one that was planned; `take` is told of its events. What interrupts the wait cancels it."""
        place = _place(journey)
        if place in self._refused:
            return self._taken(self._refused[place])
        handed = self._handed.pop(place, None)
        if handed is None:
            request = self._requests[place].model_copy(update={"run_id": new_id("run")})  # it may be made again
            handed = (request, self._started([journey]).submit(request))
        return self._taken(self._result(*handed, take=take))

    def run_all(self, journeys: Sequence[Journey], *, planner: Planner) -> list[Run]:
        """The runs of these, with inputs of their own; they count like all others."""
        plan = planner.plan(journeys)
        engine = self._started(journeys)
        handed = [(request, engine.submit(request)) for request in plan.requests]
        return [self._taken(run) for run in (*plan.refused, *(self._result(*one, take=_ignore) for one in handed))]

    def close(self) -> None:
        """Cancel what was handed over and not waited for, and end the engine."""
        if self._engine:
            if self._handed:
                self._engine.cancel_all()
            for _, future in self._handed.values():
                self._take_run(future.result())
            self._handed.clear()
            self._engine.close()
        if self._observers:
            self._observers.close()

    def _taken(self, run: Run) -> Run:
        self._take_run(run)
        return run

    def _started(self, journeys: Sequence[Journey]) -> Engine:
        """The engine; the first journeys tell which browser is launched at once."""
        if self._engine is None:
            project = self._project
            self._observers = Observers(project.plugins, warn=warn)
            browsers = (project.planner.browser(journey) for journey in journeys)
            configure = Configure(
                project=str(project.settings.project),
                test_id_attribute=project.settings.browser.test_id_attribute,
                plugins=project.choice,
                warm=next(browsers, None),
                headless=not project.wishes.headed,
                debugger=project.wishes.debugger,
                updating_baselines=project.wishes.updating_baselines,
            )
            if project.wishes.by_hand:
                self._engine = WatchedEngine(configure, registry=project.registry, on_event=self._take)
            else:
                self._engine = Supervisor(
                    configure, concurrency=project.wishes.concurrency, on_event=self._take, program=self._program
                )
        return self._engine

    def _take(self, event: Event) -> None:
        self._events[event.run_id].put(event)
        if isinstance(event, BaselineKept):
            self._kept(event)
        if self._observers:
            self._observers.take(event)

    def _result(self, request: RunRequest, future: Future[Run], *, take: Callable[[Event], None]) -> Run:
        try:
            for event in self._events_of(request, future):
                take(event)
        except (KeyboardInterrupt, SystemExit, pytest.exit.Exception):
            self._cancel_all()
            self._take_run(future.result())
            raise
        except BaseException:  # a time-out that another plugin set for this item
            assert self._engine
            self._engine.cancel(request.run_id)
            self._take_run(future.result())
            raise
        finally:
            self._events.pop(request.run_id, None)
        return future.result()

    def _events_of(self, request: RunRequest, future: Future[Run]) -> Iterator[Event]:
        events = self._events[request.run_id]
        while True:
            with contextlib.suppress(queue.Empty):
                event = events.get(timeout=SLICE_SECONDS)
                yield event
                if isinstance(event, RunFinished):
                    return
                continue
            if future.done():
                return

    def _cancel_all(self) -> None:
        """Somebody interrupted: everything ends, and evidence is kept; at a second time at once."""
        assert self._engine
        self._engine.cancel_all()
        try:
            for _, future in self._handed.values():
                self._take_run(future.result())
        except KeyboardInterrupt:
            self._engine.kill_all()
            raise
        self._handed.clear()


def _place(journey: Journey) -> Place:
    return journey.path, journey.function


def _ignore(_: Event) -> None:
    """For events nobody is to see."""
