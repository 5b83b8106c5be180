"""What one test of pytest's does, recorded from its first step on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

from tracer_runner.engine.baseline_files import folder_beside
from tracer_runner.engine.recorded_tests.borrowed_loop import BorrowedLoop
from tracer_runner.engine.recorded_tests.borrowed_pages import BorrowedPages
from tracer_runner.engine.recorded_tests.leavings import Leavings
from tracer_runner.engine.recorded_tests.recorded_test import Identity, RecordingOptions
from tracer_runner.engine.running.attempt_result import finished_attempt
from tracer_runner.engine.running.baselines import Baselines
from tracer_runner.engine.running.checks import find_check
from tracer_runner.engine.running.deadlines import Deadlines
from tracer_runner.engine.running.evidence import Evidence, Observation
from tracer_runner.engine.running.faults import Judge, Sources
from tracer_runner.engine.running.page_log import PageLog
from tracer_runner.engine.running.page_view import PageView
from tracer_runner.engine.running.plain_asserts import describe_comparison
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.engine.running.recordings import Recordings
from tracer_runner.engine.running.scrub_records import scrub_record
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.engine.running.secret_fields import watch_secret_fields
from tracer_runner.errors import MissingInput
from tracer_runner.model.ids import new_id
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import AssertionResult, Error, Run
from tracer_runner.model.status import RunStatus


class Recording:
    """The recorder of a test, and what it asks of the test around it."""

    def __init__(
        self,
        identity: Identity,
        *,
        options: RecordingOptions,
        fixtures: Callable[[], Iterable[object]],
        breaks_off: tuple[type[BaseException], ...],
        secrets: Iterable[str],
        ago: float,
        since: float,
    ) -> None:
        """`ago`: how many seconds ago its clock began; `since`: when its fixtures began, in seconds since the epoch."""
        self.run_id = new_id("run")
        self._identity = identity
        self._options = options
        self._fixtures = fixtures
        self._scrubber = Scrubber(secrets)
        self._sources = Sources(project=options.project, roots=(*options.roots, identity.path.parent))
        loop = BorrowedLoop()
        self._deadlines = Deadlines(loop, interrupt=self._interrupt, settle=self.settle)
        self._folder = f"runs/{_folder_name(identity.key)}-{self.run_id[-12:]}/1"
        self._recordings = self._new_recordings()
        self._evidence = self._new_evidence()
        self._pages = BorrowedPages(self._evidence, loop=loop, deadlines=self._deadlines, since=since, warn=self._warn)
        self.recorder = self._new_recorder(breaks_off)
        self._baselines = self._new_baselines()
        # A method is looked up before the secret that it is given, so this cannot wait for the first of them.
        self._watch_no_more_fields = watch_secret_fields()
        self._told = 0
        self._clock_ended = False
        self.recorder.begin_clock(ago=ago)

    # What the test tells

    def adopt(self) -> None:
        """Watch the pages that came since this was called last."""
        self._pages.adopt(self._fixtures())

    def learn_secrets(self, secrets: Iterable[str]) -> None:
        """Mask these values too."""
        self._scrubber.learn(secrets)

    def fail(self, raised: BaseException) -> None:
        """Something came out of the test or of a fixture."""
        while loss := self._pages.loss(raised):
            self.recorder.fail(loss)
        fault = self.recorder.fail(raised)
        if fault.error.step is None and fault.status is not RunStatus.CANCELLED:
            self.look(step=None, name="end", failed=True, screenshot=True)

    def end_call(self) -> None:
        """The function of the test has returned or raised."""
        self.recorder.end_clock()
        self._clock_ended = True
        if self._options.updating_baselines and not self.recorder.faults:
            try:
                list(self._baselines.keep())
            except (OSError, MissingInput) as fault:
                self.recorder.fail(fault)

    def compared(self, operator: str, left: object, right: object) -> None:
        """An assert found this comparison false."""
        self.recorder.comparison = describe_comparison(operator, left, right)

    def take_failures(self) -> tuple[Error, ...]:
        """What failed since this was asked last."""
        new = self.recorder.faults[self._told :]
        self._told = len(self.recorder.faults)
        return tuple(
            scrub_record(fault.error, self._scrubber) for fault in new if fault.status is not RunStatus.CANCELLED
        )

    def finish(self, *, params: Mapping[str, Any], output: str) -> Run:
        """The run; every secret in it is masked."""
        self._let_go()
        if not self._clock_ended:
            self.recorder.end_clock()
        self.recorder.faults.sort(key=lambda fault: fault.status is RunStatus.CANCELLED)  # a skip decides nothing
        attempt = finished_attempt(self.recorder, self._leavings(), number=1, output=output)
        attempt = scrub_record(attempt, self._scrubber)
        identity, browser = self._identity, self._pages.browser
        return Run(
            id=self.run_id,
            batch_id=self._options.batch_id,
            journey=identity.key,
            name=identity.name,
            description=identity.description,
            source=SourceRef(file=self._sources.shown(str(identity.path)), line=identity.line),
            function=identity.function,
            tags=identity.tags,
            environment=self._options.environment,
            params=self._scrubber.value(dict(params)),
            browser=browser.browser_type.name if browser else None,
            status=attempt.status,
            started_at=attempt.started_at,
            finished_at=attempt.finished_at,
            attempts=(attempt,),
            error=attempt.error,
        )

    def discard(self) -> None:
        """No run comes of it, so its files go too."""
        self._let_go()
        if self._recordings.folder.exists():
            shutil.rmtree(self._recordings.folder.parent)

    # What the recorder asks (Watch)

    def look(self, *, step: int | None, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take what the page in front shows."""
        self.adopt()
        if not self._pages.reachable:
            return Observation()
        name = self._scrubber.text(name)
        try:
            return self._evidence.look(number=step, name=name, failed=failed, screenshot=screenshot)
        except OSError as fault:
            self._warn(f"{name}: the picture could not be kept: {fault.strerror or type(fault).__name__}")
            return Observation(url=self.page_url())

    def uses(self, page: Page) -> None:
        """The test turns to this page."""
        self._pages.watch(page.context)
        self._evidence.front = page

    def page_url(self) -> str | None:
        """Where the page in front is."""
        page = self._evidence.page()
        return page.url if page and page.url != "about:blank" else None

    def lost(self) -> bool:
        """Whether a page crashed and nobody has been told."""
        return self._pages.lost

    def loss(self, raised: BaseException | None = None) -> BaseException | None:
        """What befell the pages and nobody has been told of."""
        return self._pages.loss(raised)

    def secret_shown(self) -> None:
        """A secret was typed where it can be read: there is no film of ours to withhold."""

    def settle(self) -> None:
        """Nobody runs beside it, so there are no stalls of others to account for."""

    # Its parts

    def _let_go(self) -> None:
        self._pages.let_go()
        self._deadlines.close()
        self._watch_no_more_fields()

    def _leavings(self) -> Leavings:
        return Leavings(
            self._pages,
            log=self._evidence.log,
            vitals=lambda: tuple(self._evidence.vitals.values()),
            artifacts=self._recordings.artifacts,
            warn=self._warn,
        )

    def _new_recordings(self) -> Recordings:
        return Recordings(
            run_id=self.run_id,
            output=self._options.output,
            shown_folder=self._folder,
            capture=self._options.capture,
            emit=_nobody_listens,
            warn=self._warn,
            scrubber=self._scrubber,
            blocking=_call,
        )

    def _new_evidence(self) -> Evidence:
        return Evidence(
            capture=self._options.capture,
            deadlines=self._deadlines,
            folder=self._recordings.folder,
            shown_folder=self._folder,
            log=PageLog(offset=self._offset, current_step=self._step_now),
            saved=self._recordings.add,
            scrubber=self._scrubber,
            withheld=self.secret_shown,
            warn=self._warn,
        )

    def _new_recorder(self, breaks_off: tuple[type[BaseException], ...]) -> Recorder:
        return Recorder(
            run_id=self.run_id,
            limits=self._options.limits,
            deadlines=self._deadlines,
            judge=Judge(self._sources, browser_answers=self._pages.browsers_answer, breaks_off=breaks_off, of="test"),
            sources=self._sources,
            watch=self,
            emit=_nobody_listens,
            check=self._check,
            scrubber=self._scrubber,
            late_steps_fail=True,
        )

    def _new_baselines(self) -> Baselines:
        return Baselines(
            folder_beside(self._identity.path, key=_folder_name(self._identity.key)),
            project=self._options.project,
            renewal=self._identity.renewal,
            updating=self._options.updating_baselines,
            scrubber=self._scrubber,
            step=self.recorder.step_name,
            tries=lambda: self.recorder.retries,
        )

    def _check(self, name: str, subject: tuple[Any, ...], parameters: dict[str, Any]) -> AssertionResult:
        check = find_check(self._options.registry.assertions, name, subject, parameters)
        return check.examine(self._view)

    def _view(self) -> PageView | None:
        """The page in front, for one check; None where there are no pages to ask."""
        if not self._pages.reachable:
            return None
        return PageView(
            self._evidence,
            baselines=self._baselines,
            recordings=self._recordings,
            deadlines=self._deadlines,
            expect_seconds=self._options.limits.expect,
            scrubber=self._scrubber,
            step=self.recorder.step_now(),
            run_blocking=_call,
            warn=self._warn,
        )

    def _interrupt(self, reason: BaseException) -> bool:
        return self._pages.interrupt(reason)

    def _offset(self, moment: float) -> float:
        return self.recorder.offset(moment)

    def _step_now(self) -> int | None:
        return self.recorder.step_now()

    def _warn(self, text: str) -> None:
        if text not in self.recorder.warnings:
            self.recorder.warnings.append(text)


def _nobody_listens(_: object) -> None:
    """Events are for a supervisor; a test has none."""


def _call(work: Callable[[], Any]) -> Any:
    """Work that blocks disturbs nobody here."""
    return work()


def _folder_name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", key).strip("-")[:60] or "test"
