"""Tests that pytest runs itself, and that use `step`, `check` or `expect`: each becomes a run.

The rest of a session goes on as if this were not there: a test without steps is not looked at.
"""

from __future__ import annotations

import unittest
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tracer_runner.engine.authoring import RECORDER_OF_TEST
from tracer_runner.engine.recorded_tests.recorded_test import Identity, RecordedTest, RecordingOptions
from tracer_runner.engine.running.scrubber import Scrubber

if TYPE_CHECKING:
    from tracer_runner.engine.running.recorder import Recorder
    from tracer_runner.model.run import Error, Run

SKIPPED = (pytest.skip.Exception, pytest.xfail.Exception, unittest.SkipTest)
"""How a test ends that pytest tells as skipped, or as failed as was expected."""
BREAKS_OFF = (*SKIPPED, pytest.exit.Exception, KeyboardInterrupt)
"""What is no fault of the test or of the site."""


class Session(Protocol):
    """What recorded tests ask of the session."""

    def recording_options(self) -> RecordingOptions:
        """How tests are recorded; asked for at the first step of each test that takes one."""

    def renewal(self, item: pytest.Item) -> str:
        """What the user types to renew the baselines of this test."""

    def take(self, run: Run, /) -> None:
        """One more run for the reports."""


class RecordedTests:
    """A pytest plugin: offers a recorder to the test that runs, and takes its run when it is over."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._now: RecordedTest | None = None
        self._made: dict[str, object] = {}
        """The values of fixtures that were made for the test that runs, by name."""
        self._skipped: dict[str, bool] = {}
        """By the phase of the test."""
        self._secrets: set[str] = set()
        self._scrubber = Scrubber(())

    @property
    def now(self) -> RecordedTest | None:
        """The test that runs; None between tests, and for items that are no test functions."""
        return self._now

    def learn_secrets(self, secrets: Iterable[str]) -> None:
        """Mask these values from now on, in later tests too: pages and fixtures may outlive the one that asked."""
        self._secrets.update(secrets)
        self._scrubber.learn(self._secrets)
        if self._now:
            self._now.learn_secrets(self._secrets)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        # Contexts are copied when tasks begin, and may be kept for later tests: what is set here finds the test itself.
        before = RECORDER_OF_TEST.set(self._recorder)
        try:
            return (yield)
        finally:
            RECORDER_OF_TEST.reset(before)
            self._close()  # a session that is broken off reports no teardown

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self._open(item)
        with self._judged():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, Any, Any]:
        if self._now:
            self._now.begin_call()
        with self._judged():
            try:
                return (yield)
            finally:
                if self._now:
                    self._now.end_call()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, Any, Any]:
        with self._judged():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        self._mask(report)
        self._skipped[call.when] = report.skipped  # an expected failure too; after its subtests the test itself counts
        if call.when == "teardown":
            self._close(output=report.capstdout)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        value = yield
        self._made[fixturedef.argname] = value
        return value

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if self._now:
            self._now.compared(op, left, right)

    def _recorder(self) -> Recorder | None:
        return self._now.recorder() if self._now else None

    def _open(self, item: pytest.Item) -> None:
        self._made, self._skipped = {}, {}
        if not isinstance(item, pytest.Function):
            return

        def fixtures() -> list[object]:
            return [*item.funcargs.values(), *self._made.values()]

        self._now = RecordedTest(
            self._identity(item), options=self._session.recording_options, fixtures=fixtures, breaks_off=BREAKS_OFF
        )
        self._now.learn_secrets(self._secrets)

    def _close(self, *, output: str = "") -> None:
        test, self._now = self._now, None
        self._made = {}
        if test is None:
            return
        if any(self._skipped.values()):
            test.discard()
        elif run := test.finish(output=output):
            self._session.take(run)

    @contextmanager
    def _judged(self) -> Iterator[None]:
        """What comes out of the test is told, and what it passed over makes it fail all the same."""
        test = self._now
        if test is None:
            yield
            return
        try:
            yield
        except BaseException as raised:
            test.fail(raised)
            if (failures := test.take_failures()) and isinstance(raised, SKIPPED):
                pytest.fail(_told(failures), pytrace=False)
            raise
        if failures := test.take_failures():
            pytest.fail(_told(failures), pytrace=False)

    def _mask(self, report: pytest.TestReport) -> None:
        """pytest shows values too: of variables, in diffs, and what a test printed."""
        if not self._scrubber.active:
            return
        if isinstance(report.longrepr, tuple):  # where a test was skipped, and why
            path, line, reason = report.longrepr
            report.longrepr = path, line, self._scrubber.text(reason)
        elif self._scrubber.found(report.longreprtext):
            report.longrepr = self._scrubber.text(report.longreprtext)
        report.sections = [(title, self._scrubber.text(text)) for title, text in report.sections]

    def _identity(self, item: pytest.Function) -> Identity:
        function = item.function
        return Identity(
            key=item.name,
            name=item.name,
            function=item.originalname,
            path=item.path,
            line=(item.location[1] or 0) + 1,
            description=(function.__doc__ or "").strip(),
            renewal=self._session.renewal(item),
        )


def _told(failures: Iterable[Error]) -> str:
    lines = []
    for error in failures:
        where = f" ({error.source.file}:{error.source.line})" if error.source else ""
        lines.append(f"{error.step or error.class_}: {error.message}{where}")
    return "\n".join(["The test went on after this had failed:", *lines])
