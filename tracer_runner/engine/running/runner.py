"""The runner: one Python, one Playwright driver, warm browsers, and several attempts abreast.

`Runner` does the work, in whatever process it is. `tracer_runner.engine.running.runner_main` makes a process of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType, TracebackType

from tracer_runner.engine.protocol import (
    BEAT_SECONDS,
    Beat,
    Cancel,
    Configure,
    Execute,
    Finish,
    Load,
    Loaded,
    Message,
    Request,
)
from tracer_runner.engine.running.abreast import Abreast, claim_listener_errors
from tracer_runner.engine.running.browser_pool import BrowserPool
from tracer_runner.engine.running.confinement import refuse_other_schemes
from tracer_runner.engine.running.daemon_executor import DaemonExecutor
from tracer_runner.engine.running.driver import Driver, start_driver
from tracer_runner.engine.running.execution import Execution
from tracer_runner.engine.running.load_check import import_faults
from tracer_runner.engine.running.modules import CodeCache
from tracer_runner.engine.running.output import Printed, route_output
from tracer_runner.engine.running.plain_asserts import explain_comparisons
from tracer_runner.engine.running.recorder import CURRENT
from tracer_runner.engine.running.secret_fields import watch_secret_fields
from tracer_runner.engine.running.stalls import Neighbour, Stalls
from tracer_runner.engine.running.workshop import Workshop
from tracer_runner.errors import BrowserUnavailable
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.journey import Journey
from tracer_runner.model.run import AssertionResult, Attempt


class Runner:
    """Takes requests, tells messages. All methods are called from the thread that made it."""

    def __init__(
        self,
        configure: Configure,
        *,
        registry: Registry,
        emit: Callable[[Message], None],
        driver: Driver | None = None,
    ) -> None:
        """`driver`: one that was started before; without it one is started now."""
        self._configure = configure
        self._emit = emit
        self._codes = CodeCache()
        self._active: dict[str, Execution] = {}
        self._executor = DaemonExecutor(name="tracer-blocking")
        self._driver = driver or start_driver()
        self._playwright = self._driver.playwright
        self._playwright.selectors.set_test_id_attribute(configure.test_id_attribute)
        self._abreast = Abreast(self._playwright)
        self._pool = BrowserPool(
            self._playwright,
            self._abreast,
            headless=configure.headless,
            slowmo_ms=configure.slowmo_ms,
            egress=configure.egress,
        )
        self._ended: asyncio.Future[None] = self._abreast.loop.create_future()
        self._finishing = False
        self._stalls = Stalls(self._neighbours)
        self._restore = [watch_secret_fields()]
        if configure.egress:
            self._restore.append(refuse_other_schemes())
        claim_listener_errors(self._driver.manager, self._stray)
        self._workshop = Workshop(
            configure=configure,
            abreast=self._abreast,
            pool=self._pool,
            registry=registry,
            codes=self._codes,
            executor=self._executor,
            settle=self._stalls.settle,
            emit=emit,
            playwright=self._playwright,
        )
        self._beat()
        if configure.warm:
            self._abreast.start(self._warm_up)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where requests from other threads are handed over, by `call_soon_threadsafe`."""
        return self._abreast.loop

    def handle(self, request: Request) -> None:
        """Take one request. On the loop."""
        if isinstance(request, Execute):
            self._begin(request)
        elif isinstance(request, Cancel):
            if active := self._active.get(request.run_id):
                active.cancel()
        elif isinstance(request, Load):
            self._emit(Loaded(faults=self.load(request.journeys)))
        elif isinstance(request, Finish):
            self._finishing = True
            self._end_if_idle()

    def stop(self) -> None:
        """Cancel everything and end when it is over. On the loop."""
        self._finishing = True
        for execution in list(self._active.values()):
            execution.cancel()
        self._end_if_idle()

    def load(self, journeys: Sequence[Journey]) -> tuple[str, ...]:
        """A fault for each journey file that cannot be imported."""
        return import_faults(journeys, codes=self._codes, project=self._configure.project)

    @property
    def interrupted(self) -> bool:
        """Somebody pressed Ctrl-C, or it was told to stop."""
        return self._finishing

    def attempt(self, request: Execute) -> Attempt:
        """Run one attempt and wait for it. In the main greenlet, when nothing else runs."""
        with self._hearing():
            execution = self._begin(request)
            while request.run_id in self._active:
                if not self._abreast.wait_for_turn(stray=self._stray):
                    execution.driver_lost()
        assert execution.attempt
        return execution.attempt

    def run(self) -> bool:
        """Work until told to finish; False when the driver died. In the main greenlet."""
        with self._hearing():
            self._abreast.wait_forever(self._ended, stray=self._stray)
        if not self._abreast.dead:
            return True
        for execution in list(self._active.values()):
            execution.driver_lost()
        return False

    @contextmanager
    def _hearing(self) -> Iterator[None]:
        """Hear what journeys print and compare, only while they run: around us, pytest listens in the same places."""
        with ExitStack() as restoring:
            restoring.callback(explain_comparisons(self._compared))
            if not self._configure.debugger:  # its prompt belongs at the terminal
                restoring.callback(route_output(self._printed))
            yield

    def close(self) -> None:
        """Close browsers and driver."""
        self._stalls.close()
        for restore in self._restore:
            restore()
        if not self._abreast.dead:
            self._pool.close()
            self._driver.close()

    def _begin(self, request: Execute) -> Execution:
        execution = Execution(request, self._workshop, done=self._done)
        self._active[request.run_id] = execution
        execution.start()
        return execution

    def _warm_up(self) -> None:
        try:
            assert self._configure.warm
            self._pool.browser(self._configure.warm)
        except BrowserUnavailable:
            pass  # the first attempt that needs it says so

    def _beat(self) -> None:
        self._stalls.turned()
        self._emit(Beat())
        if not self._ended.done():
            self.loop.call_later(BEAT_SECONDS, self._beat)

    def _done(self, execution: Execution) -> None:
        self._active.pop(execution.request.run_id, None)
        self._end_if_idle()

    def _end_if_idle(self) -> None:
        if self._finishing and not self._active and not self._ended.done():
            self._ended.set_result(None)

    def _neighbours(self) -> list[Neighbour]:
        return list(self._active.values())

    def _printed(self, run_id: str | None) -> Printed | None:
        if run_id is None:
            only = list(self._active.values())
            return only[0].printed if len(only) == 1 else None
        execution = self._active.get(run_id)
        return execution.printed if execution else None

    def _compared(self, result: AssertionResult) -> None:
        if recorder := CURRENT.get():
            recorder.comparison = result

    def _stray(self, raised: BaseException) -> None:
        """An event handler raised: its owner is whose code stands in the traceback."""
        owner = self._owner(raised.__traceback__)
        if owner is not None:
            owner.listener_failed(raised)
        elif isinstance(raised, KeyboardInterrupt):
            self.stop()

    def _owner(self, trace: TracebackType | None) -> Execution | None:
        frames: list[FrameType] = []
        while trace is not None:
            frames.append(trace.tb_frame)
            trace = trace.tb_next
        for frame in reversed(frames):
            for execution in self._active.values():
                if execution.owns(frame):
                    return execution
        return None
