"""What the parts of the plugin share in one pytest process. Light: the project and the engine come when needed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracer_runner.errors import TracerError
from tracer_runner.pytest_plugin.options import Wishes, in_pytests_words
from tracer_runner.pytest_plugin.warnings import TracerWarning

if TYPE_CHECKING:
    from tracer_runner.engine.recorded_tests.recorded_test import RecordingOptions
    from tracer_runner.engine.supervision.program import RunnerProgram
    from tracer_runner.model.event import BaselineKept
    from tracer_runner.model.run import Batch, Run
    from tracer_runner.pytest_plugin.inputs import InputsOfTests
    from tracer_runner.pytest_plugin.project import Project
    from tracer_runner.pytest_plugin.runs import Runs

BATCH, LATE = "tracer_batch", "tracer_late"
"""What pytest-xdist's controller tells its workers: the batch, and whether others may have begun to run."""
RUNS, FAULT = "tracer_runs", "tracer_fault"
"""What they send back: runs, and what the user has to mend."""


class TracerSession:
    """One pytest process: alone, pytest-xdist's controller, or one of its workers."""

    def __init__(self, config: pytest.Config, wishes: Wishes) -> None:
        self.config = config
        self.wishes = self._fitted(wishes)
        self.made: list[Run] = []
        """Runs in the order in which they ended."""
        self.kept: list[BaselineKept] = []
        """What became of baselines, while they are being updated."""
        self.fault: str | None = None
        """What a worker has its controller say."""
        self._prepared = False
        self._program: RunnerProgram | None = None

    @property
    def worker(self) -> dict[str, Any] | None:
        """What pytest-xdist's controller gave this worker; None: this process is none."""
        return getattr(self.config, "workerinput", None)

    @cached_property
    def batch_id(self) -> str:
        """The batch all runs belong to, those of workers as well."""
        from tracer_runner.model.ids import new_id

        return str((self.worker or {}).get(BATCH) or new_id("bat"))

    @cached_property
    def project(self) -> Project:
        """The user's project."""
        from tracer_runner.pytest_plugin.project import Project

        return Project(self.wishes, start=self.config.rootpath, batch_id=self.batch_id)

    @cached_property
    def runs(self) -> Runs:
        """The runs, and the engine behind them."""
        from tracer_runner.pytest_plugin.runs import Runs

        return Runs(self.project, take=self.take, kept=self.kept.append, program=self._program)

    @cached_property
    def inputs(self) -> InputsOfTests:
        """Params and secrets of ordinary tests."""
        from tracer_runner.pytest_plugin.inputs import InputsOfTests

        options = self.project.options
        return InputsOfTests(
            self.project.settings, environment=options.environment, overrides=options.params, env=os.environ
        )

    def begin(self) -> None:
        """Let the first runner start: it takes as long as importing what reads the project, and reading it."""
        if self._runs_journeys and self._program is None and self.runs_if_any is None:
            from tracer_runner.engine.supervision.program import RunnerProgram

            self._program = RunnerProgram()
            self.config.add_cleanup(self._program.discard)

    @property
    def _runs_journeys(self) -> bool:
        """In a runner of its own; pytest-xdist's controller leaves that to its workers."""
        elsewhere = self.config.pluginmanager.hasplugin("dsession")
        return not (self.wishes.by_hand or elsewhere or self.config.getoption("collectonly"))

    @property
    def runs_if_any(self) -> Runs | None:
        """The runs, where they were needed."""
        return vars(self).get("runs")

    def folder_of(self, file: Path) -> Path | None:
        """The journeys folder this file lies in."""
        return next((folder for folder in self.wishes.folders if file.is_relative_to(folder)), None)

    def take(self, run: Run) -> None:
        """Count this run among those of the session."""
        self.made.append(run)

    def recording_options(self) -> RecordingOptions:
        """How ordinary tests are recorded; the output folder is ready then."""
        from tracer_runner.engine.planning import NO_LIMIT
        from tracer_runner.engine.protocol import Limits
        from tracer_runner.engine.recorded_tests.recorded_test import RecordingOptions
        from tracer_runner.engine.run_request import CaptureOptions

        if self.worker is None:  # other workers have begun
            self.prepare_output()
        project, run = self.project, self.project.settings.run
        screenshots = self.wishes.capture.get("screenshots", run.screenshots)
        stopped_at = self.wishes.debugger or "PWDEBUG" in os.environ
        return RecordingOptions(
            project=project.settings.project,
            roots=(self.config.rootpath,),
            output=project.output,
            registry=project.registry,
            capture=CaptureOptions.model_validate({"screenshots": screenshots}).for_attempt(1),
            limits=Limits(step=NO_LIMIT if stopped_at else run.step_timeout, expect=run.expect_timeout),
            environment=self.wishes.environment,
            batch_id=self.batch_id,
            updating_baselines=self.wishes.updating_baselines,
            kept=self.kept.append,
        )

    def renewal(self, item: pytest.Item) -> str:
        """What the user types to renew the baselines of this test."""
        wishes = self.wishes
        inputs = [f"--tracer-env={wishes.environment}"] if wishes.environment else []
        inputs += [f"--tracer-param={param}" for param in wishes.params]
        return shlex.join(["pytest", item.nodeid, "--tracer-update-baselines", *inputs])

    def drain(self) -> list[Run]:
        """The runs since the last call; they are this process's no more."""
        made, self.made = self.made, []
        return made

    def take_json(self, runs: Sequence[str]) -> None:
        """Keep runs that a worker made."""
        if runs:
            from tracer_runner.model.run import Run

            self.made.extend(map(Run.model_validate_json, runs))

    def batch(self, *, interrupted: bool) -> Batch:
        """All runs, of which there is at least one."""
        from tracer_runner.services.batches import make_batch

        began = min(run.started_at for run in self.made)
        return make_batch(self.made, id=self.batch_id, started_at=began, interrupted=interrupted)

    def prepare_output(self) -> None:
        """Make the folder for results ready, once; UsageError when it cannot be used.

        Workers do it before any of them begins to run: whoever comes later would remove what others have written.
        """
        if self._prepared or (self.worker or {}).get(LATE):
            return
        from tracer_runner.services.output_folder import prepare_output

        reporters = self.project.registry.reporters.values()
        prepare_output(self.project.output, reports=[one.filename for one in reporters if one.filename])
        self._prepared = True

    @contextmanager
    def telling_faults(self, items: list[pytest.Item]) -> Iterator[None]:
        """As `told_by_pytest`; a worker, whose end pytest-xdist would call a crash, runs nothing and tells later."""
        try:
            yield
        except TracerError as fault:
            if self.worker is None:
                raise pytest.UsageError(told(fault)) from None
            self.fault = told(fault)
            items.clear()

    def _fitted(self, wishes: Wishes) -> Wishes:
        """pytest-xdist has workers of its own, and each runs one test at a time."""
        if wishes.concurrency == 1 or not (self.worker or self.config.getoption("numprocesses", default=None)):
            return wishes
        if not self.worker:
            text = "--tracer-concurrency is not used with pytest-xdist: each of its workers runs one journey at a time."
            self.config.issue_config_time_warning(TracerWarning(text), stacklevel=2)
        return replace(wishes, concurrency=1)


SESSION = pytest.StashKey[TracerSession]()
"""Where pytest's config keeps it."""


@contextmanager
def told_by_pytest() -> Iterator[None]:
    """What the user can mend ends the session with pytest's own exit code for it."""
    try:
        yield
    except TracerError as fault:
        raise pytest.UsageError(told(fault)) from None


def told(fault: TracerError) -> str:
    """What is wrong, and the next step."""
    return f"{fault.message}\n-> {in_pytests_words(fault.hint)}" if fault.hint else fault.message
