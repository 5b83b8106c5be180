"""What one test of pytest's does, recorded from its first step on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

from tracer_runner.engine.baseline_files import folder_beside
from tracer_runner.engine.recorded_tests.borrowed_stage import BorrowedStage
from tracer_runner.engine.recorded_tests.recorded_test import Beginning, Identity, RecordingOptions
from tracer_runner.engine.running.attempt_result import finished_attempt
from tracer_runner.engine.running.baselines import Baselines
from tracer_runner.engine.running.checks import find_check
from tracer_runner.engine.running.evidence import Observation
from tracer_runner.engine.running.faults import Judge, Sources
from tracer_runner.engine.running.plain_asserts import describe_comparison
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.engine.running.scrub_records import scrub_record
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.engine.running.secret_fields import watch_secret_fields
from tracer_runner.errors import MissingInput
from tracer_runner.model.event import BaselineKept
from tracer_runner.model.ids import new_id
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import AssertionResult, Attempt, Error, Run
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
        beginning: Beginning,
    ) -> None:
        self._run_id = new_id("run")
        self._identity = identity
        self._options = options
        self._scrubber = Scrubber(secrets)
        self._sources = Sources(project=options.project, roots=(*options.roots, identity.path.parent))
        name = _folder_name(identity.key)
        self._stage = BorrowedStage(
            options,
            run_id=self._run_id,
            folder=f"runs/{name}-{self._run_id[-12:]}/1",
            fixtures=fixtures,
            since=beginning.since,
            scrubber=self._scrubber,
            offset=self._offset,
            step=self._step_now,
            warn=self._warn,
        )
        self.recorder = self._new_recorder(breaks_off)
        self._baselines = self._new_baselines(name)
        # A method is looked up before the secret that it is given, so this cannot wait for the first of them.
        self._watch_no_more_fields = watch_secret_fields()
        self._failures_told = 0
        self._clock_ended = False
        self.recorder.begin_clock(ago=time.monotonic() - beginning.clock)
        self.recorder.exclude(time.monotonic() - beginning.asked)

    # What the test tells

    def adopt(self) -> None:
        """Watch the pages that came since this was called last."""
        before = time.monotonic()
        self._stage.adopt()
        self.recorder.exclude(time.monotonic() - before)

    def learn_secrets(self, secrets: Iterable[str]) -> None:
        """Mask these values too."""
        self._scrubber.learn(secrets)

    def fail(self, raised: BaseException) -> None:
        """Something came out of the test or of a fixture."""
        while loss := self._stage.pages.loss(raised):
            self.recorder.fail(loss)
        fault = self.recorder.fail(raised)
        if fault.error.step is None and fault.status is not RunStatus.CANCELLED:
            self._stage.look(number=None, name="end", failed=True, screenshot=True)

    def end_call(self) -> None:
        """The function of the test has returned or raised."""
        self.recorder.end_clock()
        self._clock_ended = True
        if self._options.updating_baselines and not self.recorder.faults:
            try:
                for path, change in self._baselines.keep():
                    self._options.kept(BaselineKept(run_id=self._run_id, path=path, change=change))
            except (OSError, MissingInput) as fault:
                self.recorder.fail(fault)

    def compared(self, operator: str, left: object, right: object) -> None:
        """An assert found this comparison false."""
        self.recorder.comparison = describe_comparison(operator, left, right)

    def take_failures(self) -> tuple[Error, ...]:
        """What failed since this was asked last."""
        new = self.recorder.faults[self._failures_told :]
        self._failures_told = len(self.recorder.faults)
        errors = [fault.error for fault in new if fault.status is not RunStatus.CANCELLED]
        return tuple(scrub_record(error, self._scrubber) for error in errors)

    def finish(self, *, params: Mapping[str, Any], output: str) -> Run:
        """The run; every secret in it is masked."""
        self._let_go()
        if not self._clock_ended:
            self.recorder.end_clock()
        self.recorder.faults.sort(key=lambda fault: fault.status is RunStatus.CANCELLED)  # a skip decides nothing
        attempt = finished_attempt(self.recorder, self._stage, number=1, output=output)
        return self._run(scrub_record(attempt, self._scrubber), params=params)

    def discard(self) -> None:
        """No run comes of it."""
        self._let_go()
        self._stage.remove_files()

    # What the recorder asks (Watch)

    def look(self, *, step: int, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take the evidence of a step that ended."""
        return self._stage.look(number=step, name=name, failed=failed, screenshot=screenshot)

    def uses(self, page: Page) -> None:
        """The test turns to this page."""
        self._stage.uses(page)

    def page_url(self) -> str | None:
        """Where the page in front is."""
        return self._stage.page_url()

    def lost(self) -> bool:
        """Whether a page crashed and nobody has been told."""
        return self._stage.pages.lost

    def loss(self, raised: BaseException | None = None) -> BaseException | None:
        """What befell the pages and nobody has been told of."""
        return self._stage.pages.loss(raised)

    def secret_shown(self) -> None:
        """A secret was typed where it can be read; there is no film of ours to withhold."""

    def settle(self) -> None:
        """Nobody runs beside it, so there are no stalls of others to account for."""

    # Its parts

    def _new_recorder(self, breaks_off: tuple[type[BaseException], ...]) -> Recorder:
        return Recorder(
            run_id=self._run_id,
            limits=self._options.limits,
            deadlines=self._stage.deadlines,
            judge=Judge(
                self._sources, browser_answers=self._stage.pages.browsers_answer, breaks_off=breaks_off, of="test"
            ),
            sources=self._sources,
            watch=self,
            emit=_nobody_listens,
            check=self._check,
            scrubber=self._scrubber,
            late_steps_fail=True,
        )

    def _new_baselines(self, key: str) -> Baselines:
        return Baselines(
            folder_beside(self._identity.path, key=key),
            project=self._options.project,
            renewal=self._identity.renewal,
            updating=self._options.updating_baselines,
            scrubber=self._scrubber,
            step=self.recorder.step_name,
            tries=lambda: self.recorder.retries,
        )

    def _check(self, name: str, subject: tuple[Any, ...], parameters: dict[str, Any]) -> AssertionResult:
        check = find_check(self._options.registry.assertions, name, subject, parameters)
        return check.examine(lambda: self._stage.view(self._baselines))

    def _let_go(self) -> None:
        self._stage.let_go()
        self._watch_no_more_fields()

    def _run(self, attempt: Attempt, *, params: Mapping[str, Any]) -> Run:
        identity, browser = self._identity, self._stage.browser
        return Run(
            id=self._run_id,
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

    def _offset(self, moment: float) -> float:
        return self.recorder.offset(moment)

    def _step_now(self) -> int | None:
        return self.recorder.step_now()

    def _warn(self, text: str) -> None:
        if text not in self.recorder.warnings:
            self.recorder.warnings.append(text)


def _nobody_listens(_: object) -> None:
    """Events are for a supervisor, and a test has none."""


def _folder_name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", key).strip("-")[:60] or "test"
