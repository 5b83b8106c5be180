"""One attempt, from its module to its evidence. It runs in a lane of its own, abreast of others."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from playwright.sync_api import Page

from tracer_runner.engine.authoring import CLEANUPS, StepBlock, StepOptions
from tracer_runner.engine.baseline_files import baselines_folder
from tracer_runner.engine.protocol import SETUP_SECONDS, Execute, Message, SignedIn
from tracer_runner.engine.running.abreast import Lane
from tracer_runner.engine.running.arguments import Arguments
from tracer_runner.engine.running.attempt_result import broken_attempt, finished_attempt
from tracer_runner.engine.running.baselines import Baselines, renewal_command
from tracer_runner.engine.running.blocking import Blocking
from tracer_runner.engine.running.checks import find_check
from tracer_runner.engine.running.deadlines import (
    Cancelled,
    CleanupTimeout,
    Deadlines,
    JourneyTimeout,
    SetupTimeout,
)
from tracer_runner.engine.running.evidence import Observation
from tracer_runner.engine.running.faults import (
    DriverLost,
    Judge,
    ListenerError,
    Sources,
    safe_text,
)
from tracer_runner.engine.running.losses import Losses
from tracer_runner.engine.running.modules import ModuleSpace
from tracer_runner.engine.running.output import Printed
from tracer_runner.engine.running.recorder import CURRENT, Recorder
from tracer_runner.engine.running.scrub_records import scrub_record
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.engine.running.stage import Stage
from tracer_runner.engine.running.workshop import Workshop
from tracer_runner.errors import MissingInput
from tracer_runner.model.duration import format_duration
from tracer_runner.model.event import AttemptFinished, AttemptStarted, BaselineKept, LogLine
from tracer_runner.model.run import AssertionResult, Attempt

R = TypeVar("R")
CLEANUP_GRACE, CLOSE_GRACE, CLOSE_SECONDS = 5.0, 9.0, 10.0
"""How far past the journey's limit its cleanups and the saving of evidence may reach, and how long saving may take."""


class Execution:
    """Runs one attempt and tells of it; every exception ends inside."""

    def __init__(self, request: Execute, workshop: Workshop, *, done: Callable[[Execution], None]) -> None:
        self.request = request
        self.lane: Lane | None = None
        self.attempt: Attempt | None = None
        """Its result, once it is over."""
        self.printed = Printed(self._tell_line)
        self._workshop = workshop
        self._done = done
        self._cancelled = False
        project, root = Path(workshop.configure.project), Path(request.journey.root)
        file = Path(request.journey.path)
        self._sources = Sources(project=project, roots=(root, file.parent))
        self._blocking = Blocking(run_id=request.run_id, sources=self._sources, emit=self._emit, warn=self._warn)
        self._space = ModuleSpace(file=file, root=root, cache=workshop.codes)
        self._login_space: ModuleSpace | None = None
        self._signed_in = request.journey.signs_in is None or request.session is not None
        self._deadlines = Deadlines(workshop.abreast.loop, interrupt=self._interrupt, settle=workshop.settle)
        self._scrubber = Scrubber(request.secrets.values())
        self._stage = Stage(
            request,
            workshop=workshop,
            scrubber=self._scrubber,
            emit=self._emit,
            deadlines=self._deadlines,
            warn=self._warn,
            step=self._step_now,
            offset=self._offset,
        )
        self._losses = Losses(stage=self._stage, abreast=workshop.abreast, deadlines=self._deadlines)
        self._recorder = Recorder(
            run_id=request.run_id,
            limits=request.limits,
            deadlines=self._deadlines,
            judge=Judge(self._sources, browser_answers=self._stage.browser_answers),
            sources=self._sources,
            watch=self,
            emit=self._emit,
            scrubber=self._scrubber,
            check=self._check,
        )
        self._baselines = Baselines(
            baselines_folder(request.journey),
            project=project,
            renewal=renewal_command(request.journey, environment=request.environment, overrides=request.overrides),
            updating=workshop.configure.updating_baselines,
            scrubber=self._scrubber,
            step=self._recorder.step_name,
            tries=lambda: self._recorder.retries,
        )

    def start(self) -> None:
        """Begin at the loop's next turn."""
        self.lane = self._workshop.abreast.start(self._run)

    # What others do to it

    def cancel(self) -> None:
        """End as soon as can be, keeping the evidence."""
        self._cancelled = True
        self._raise_inside(Cancelled("The run was cancelled."))

    def listener_failed(self, raised: BaseException) -> None:
        """An event handler of this journey raised."""
        error = ListenerError(f"An event handler raised {type(raised).__name__}: {safe_text(raised)}")
        error.__cause__ = raised
        self._raise_inside(error.with_traceback(raised.__traceback__))

    def driver_lost(self) -> None:
        """The driver has gone: nothing this lane waits for will come."""
        if self.lane:
            self.lane.interrupt(DriverLost("Playwright's driver process died."))

    def owns(self, frame: FrameType) -> bool:
        """Whether this frame runs code of this attempt's own modules."""
        spaces = (self._space, self._login_space)
        return any(space.owns(frame.f_globals) for space in spaces if space)

    def blocks(self, seconds: float, frame: FrameType | None, *, ongoing: bool) -> None:
        """It blocks the runner."""
        self._blocking.tell(seconds, frame, ongoing=ongoing)

    def stalled(self, seconds: float) -> None:
        """Another attempt blocked the runner."""
        self._recorder.stalled(seconds)

    # What the recorder asks (Watch)

    def look(self, *, step: int, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take the evidence of a step that ended."""
        try:
            name = self._scrubber.text(name)  # it becomes the name of a file
            return self._stage.look(number=step, name=name, failed=failed, screenshot=screenshot)
        except OSError as fault:  # the disk is full: ours to tell, and no reason to lose the step
            self._losses.add(fault)
            return Observation(url=self._stage.page_url())

    def uses(self, page: Page) -> None:
        """The journey turns to this page."""
        self._stage.uses(page)

    def page_url(self) -> str | None:
        """Where the page in front is."""
        return self._stage.page_url()

    def lost(self) -> bool:
        """Whether something befell the attempt that nobody has been told of."""
        return self._losses.waiting

    def loss(self, raised: BaseException | None = None) -> BaseException | None:
        """What befell the attempt and nobody has been told of."""
        return self._losses.take(raised)

    def secret_shown(self) -> None:
        """A secret was typed where it can be read."""
        self._stage.secret_shown()

    def settle(self) -> None:
        """Account for a stall before anybody is judged late."""
        self._workshop.settle()

    # What the journey asks through `run`

    def call_blocking(self, function: Callable[[], R]) -> R:
        """Call it in a thread while the others go on."""
        return self._workshop.abreast.blocking(self._workshop.executor, function)

    def log(self, text: str) -> None:
        """A line for the output."""
        self.printed.write("stdout", f"{text}\n")

    def keep(self, source: Path | bytes, name: str) -> str:
        """Keep a file among the artifacts."""
        return self._stage.recordings.keep(source, name=name)

    # The attempt itself

    def _run(self) -> None:
        CURRENT.set(self._recorder)
        try:
            self._play()
            attempt = finished_attempt(
                self._recorder, self._stage, number=self.request.number, output=self.printed.finish()
            )
        except BaseException as escaped:
            with suppress(BaseException):
                self._stage.close(passed=False, seconds=CLOSE_SECONDS)
            output = self.printed.finish()
            attempt = broken_attempt(escaped, self._recorder, self._stage, number=self.request.number, output=output)
        finally:
            self._deadlines.close()
        lost = self._stage.gone or self._workshop.abreast.dead
        self.attempt = attempt = scrub_record(attempt, self._scrubber)
        self._emit(AttemptFinished(run_id=self.request.run_id, attempt=attempt, browser_lost=lost))
        self._done(self)

    def _play(self) -> None:
        opened = ExitStack()
        try:
            function, values = self._set_up(opened)
        except BaseException as raised:
            self._fail(raised)
            if isinstance(raised, SetupTimeout):
                self._stage.gone = True
        else:
            self._call(function, values, opened)
            self._clean_up(function, values)
            self._look_at_the_end()
        self._take_down(opened)
        seconds = self._left(CLOSE_GRACE, at_most=CLOSE_SECONDS)
        self._stage.close(passed=not self._recorder.faults and not self._cancelled, seconds=seconds)
        while loss := self.loss():
            self._recorder.fail(loss)
        if self._baselines.updating and not self._recorder.faults and not self._cancelled:
            self._keep_baselines()

    def _keep_baselines(self) -> None:
        try:
            for path, change in self._baselines.keep():
                self._emit(BaselineKept(run_id=self.request.run_id, path=path, change=change))
        except (OSError, MissingInput) as fault:
            self._recorder.fail(fault)

    def _take_down(self, opened: ExitStack) -> None:
        """Let plugins put away the arguments they made, while there still is a page."""
        reason = CleanupTimeout("An argument of a plugin was not put away in time.")
        try:
            with self._deadlines.limit(self._left(CLEANUP_GRACE, at_most=self.request.limits.step), reason):
                opened.close()
        except BaseException as raised:
            self._recorder.fail(raised)

    def _set_up(self, opened: ExitStack) -> tuple[Any, dict[str, Any]]:
        with self._deadlines.limit(SETUP_SECONDS, SetupTimeout("The browser did not open a page in time.")):
            if self._cancelled:
                raise Cancelled("The run was cancelled.")
            function = getattr(self._space.load(), self.request.journey.function)
            values = self._arguments(opened).of_journey() if self._signed_in else {}
        self._recorder.begin_clock()
        self._emit(AttemptStarted(run_id=self.request.run_id, number=self.request.number, at=self._recorder.started_at))
        return function, values

    def _arguments(self, opened: ExitStack) -> Arguments:
        return Arguments(self.request, stage=self._stage, registry=self._workshop.registry, host=self, opened=opened)

    def _call(self, function: Any, values: dict[str, Any], opened: ExitStack) -> None:
        seconds = self.request.limits.journey
        reason = JourneyTimeout(f"The journey took longer than {format_duration(seconds)}.")
        try:
            with self._deadlines.limit(seconds, reason):
                if not self._signed_in:
                    self._sign_in()
                    values.update(self._arguments(opened).of_journey())
                function(**{name: values[name] for name in self.request.journey.arguments})
        except BaseException as raised:
            self._fail(raised)
            if self._workshop.configure.debugger and isinstance(raised, Exception):
                _debug(raised)
        finally:
            self._recorder.end_clock()

    def _sign_in(self) -> None:
        """Do the journey's login, and pass on the session it made."""
        login = self.request.journey.signs_in
        assert login
        file, journey = Path(login.path), self.request.journey
        with StepBlock(StepOptions(name=login.step_name, timeout=login.timeout), source=login.source):
            if file != Path(journey.path):
                self._login_space = ModuleSpace(file=file, root=Path(journey.root), cache=self._workshop.codes)
                self._login_space.load()
            function = getattr((self._login_space or self._space).module, login.function)
            with ExitStack() as opened:
                function(**self._arguments(opened).of_login(login))
            session = self._stage.session()
        self._stage.end_login()
        self._signed_in = True
        # Past the scrubber: it is no result, and has to stay whole.
        self._workshop.emit(SignedIn(run_id=self.request.run_id, session=session))

    def _fail(self, raised: BaseException) -> None:
        """Something came out of the journey; what befell it meanwhile is the cause."""
        while loss := self.loss(raised):
            self._recorder.fail(loss)
        self._recorder.fail(raised)

    def _clean_up(self, function: Any, values: dict[str, Any]) -> None:
        if not self._signed_in:
            return  # the journey never began, so there is nothing to tidy up
        for cleanup in getattr(function, CLEANUPS, ()):
            names = inspect.signature(cleanup).parameters
            seconds = self._left(CLEANUP_GRACE, at_most=self.request.limits.step)
            reason = CleanupTimeout(f"It took longer than {format_duration(seconds)}.")
            try:
                with self._deadlines.limit(seconds, reason):
                    cleanup(**{name: values[name] for name in names if name in values})
            except BaseException as raised:
                self._recorder.fail(raised, inside=f"the cleanup {cleanup.__name__}")

    def _left(self, grace: float, *, at_most: float) -> float:
        """Seconds until `grace` past the journey's own limit: the supervisor ends the runner soon after."""
        return max(1.0, min(at_most, self.request.limits.journey + grace - self._recorder.elapsed()))

    def _look_at_the_end(self) -> None:
        """A picture of what went wrong outside any step."""
        if any(fault.error.step is None for fault in self._recorder.faults):
            self._stage.look(number=None, name="end", failed=True, screenshot=True)

    def _check(self, name: str, subject: tuple[Any, ...], parameters: dict[str, Any]) -> AssertionResult:
        assertions = self._workshop.registry.assertions
        check = find_check(assertions, name, subject, parameters)
        with self._blocking.examining(check):
            return check.examine(lambda: self._stage.view(self._baselines))

    def _interrupt(self, reason: BaseException) -> bool:
        return self.lane is not None and self.lane.interrupt(reason)

    def _raise_inside(self, reason: BaseException) -> None:
        """Raise it where the journey waits; while evidence is taken it waits for the end of that."""
        if self._deadlines.busy or not self._interrupt(reason):
            self._losses.add(reason)

    def _emit(self, message: Message) -> None:
        """Tell the supervisor, with every secret masked."""
        self._workshop.emit(scrub_record(message, self._scrubber))

    def _tell_line(self, stream: Any, text: str) -> None:
        self._emit(LogLine(run_id=self.request.run_id, stream=stream, text=text))

    def _warn(self, text: str) -> None:
        if text not in self._recorder.warnings:
            self._recorder.warnings.append(text)

    def _offset(self, moment: float) -> float:
        return self._recorder.offset(moment)

    def _step_now(self) -> int | None:
        return self._recorder.step_now()


def _debug(raised: Exception) -> None:
    import pdb  # noqa: T100 - this is what --pdb asks for

    print(f"{type(raised).__name__}: {raised}")
    pdb.post_mortem(raised.__traceback__)
