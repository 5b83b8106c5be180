"""A journey as an item of pytest."""

from __future__ import annotations

import bdb
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tracer_runner.pytest_plugin.live_steps import LiveSteps
from tracer_runner.pytest_plugin.session import TracerSession
from tracer_runner.pytest_plugin.warnings import JourneyDegraded

if TYPE_CHECKING:
    import os

    from tracer_runner.model.journey import Journey, Step
    from tracer_runner.model.run import Run


class JourneyDidNotPass(Exception):
    """How pytest is told; what it shows is made of the run."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"{run.name}: {run.status}")
        self.run = run


class StoppedInDebugger(JourneyDidNotPass, bdb.BdbQuit):
    """The same after `--pdb` has stopped in the journey: pytest then does not stop once more, here."""


class Outline:
    """What `--collect-only -v` shows below a journey: pytest prints the docstring of what stands behind an item."""

    def __init__(self, journey: Journey) -> None:
        self.__globals__: dict[str, Any] = {}
        """Conditions of marks that are text are evaluated in these."""
        self.__doc__ = "\n".join([*journey.description.splitlines(), *_outline(journey.steps, depth=0)])


class JourneyItem(pytest.Item):
    """One journey."""

    def __init__(self, *, journey: Journey, tracer: TracerSession, **rest: Any) -> None:
        super().__init__(**rest)
        self.journey = journey
        self.result: Run | None = None
        """The last run of it."""
        self._tracer = tracer
        self.add_marker("journey")
        self.extra_keyword_matches.update(journey.tags)

    @property
    def may_be_skipped(self) -> bool:
        """A mark may say so, when its turn comes."""
        return any(self.iter_markers("skip")) or any(self.iter_markers("skipif"))

    @property
    def obj(self) -> Outline:
        """For pytest's listing."""
        return Outline(self.journey)

    def runtest(self) -> None:
        """Run it; whatever does not pass is raised."""
        from tracer_runner.model.status import GOOD, RunStatus

        self.result = None  # it may be run again
        with self._at_the_terminal():
            run = self._tracer.runs.run(self.journey, take=LiveSteps(self.config).take)
        self.result = run
        if run.status is RunStatus.DEGRADED:
            self.warn(JourneyDegraded(_degraded(run)))
        if run.status not in GOOD:
            raise StoppedInDebugger(run) if self._tracer.wishes.debugger else JourneyDidNotPass(run)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The steps, what went wrong, where, and what to do."""
        if isinstance(excinfo.value, JourneyDidNotPass):
            from tracer_runner.pytest_plugin.failure_text import describe_failure

            return describe_failure(excinfo.value.run, folder=self._tracer.project.shown_output)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Where it stands."""
        return self.path, self.journey.source.line - 1, self.name

    @contextmanager
    def _at_the_terminal(self) -> Iterator[None]:
        """Let the debugger have the terminal, where there may be one."""
        capture = self.config.pluginmanager.getplugin("capturemanager")
        if not self._tracer.wishes.debugger or capture is None:
            yield
            return
        capture.suspend(in_=True)
        try:
            yield
        finally:
            capture.resume()


def _outline(steps: tuple[Step, ...], *, depth: int) -> Iterator[str]:
    for step in steps:
        marks = [word for word, holds in (("repeats", step.repeats), ("optional", step.optional)) if holds]
        yield f"{'  ' * depth}- {step.name}" + (f" ({', '.join(marks)})" if marks else "")
        yield from _outline(step.steps, depth=depth + 1)


def _degraded(run: Run) -> str:
    from tracer_runner.model.status import StepStatus
    from tracer_runner.services.run_lines import step_line

    over = [step_line(step).plain.strip() for step in run.steps if step.status is StepStatus.DEGRADED]
    return f"{run.name} is degraded: {'; '.join(over) or 'a budget broke'}"
