"""From the chosen items to the results: journeys are planned before the first test, and reported after the last."""

from __future__ import annotations

import io
from collections.abc import Generator
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import pytest

from tracer_runner.pytest_plugin.items import JourneyItem
from tracer_runner.pytest_plugin.session import BATCH, FAULT, LATE, RUNS, TracerSession, told_by_pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from tracer_runner.model.run import Batch


class Running:
    """Plans, ends, and writes results and reports."""

    def __init__(self, session: TracerSession) -> None:
        self._session = session
        self._notes: list[str] = []

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Start the runner when journeys are named, and look at the options before anything is collected."""
        named = (session.config.invocation_params.dir / arg.partition("::")[0] for arg in session.config.args)
        if any(map(self._session.folder_of, named)):
            self._session.begin()
        if self._session.wishes.must_be_checked:
            with told_by_pytest():
                self._session.project.check()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """A worker of pytest-xdist plans now: next it tells which items it has, and all wait until all have told."""
        if self._session.worker is not None:
            self._plan(session.items)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Plan the journeys that were chosen; several at once are handed over here."""
        option = session.config.option
        stopped = session.testsfailed and not option.continue_on_collection_errors
        if self._session.worker is None and not stopped and not option.collectonly:
            self._plan(session.items)
        return (yield)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """End the engine, then write what is known of all runs; a worker hands its own to the controller."""
        if runs := self._session.runs_if_any:
            runs.close()
        if self._session.worker is not None:
            made = [run.model_dump_json() for run in self._session.drain()]
            session.config.workeroutput.update({RUNS: made, FAULT: self._session.fault})  # type: ignore[attr-defined]
        elif self._session.made:
            interrupted = exitstatus == pytest.ExitCode.INTERRUPTED
            with told_by_pytest():
                self._write(self._session.batch(interrupted=interrupted))

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say where reports are."""
        if self._session.wishes.updating_baselines and self._session.made:
            from tracer_runner.services.baseline_lines import update_lines

            for line in update_lines(self._session.batch(interrupted=False), self._session.kept):
                terminalreporter.write_line(line)
        for note in self._notes:
            terminalreporter.write_line(note)

    def _plan(self, items: list[pytest.Item]) -> None:
        journeys = [item for item in items if isinstance(item, JourneyItem)]
        with self._session.telling_faults(items):
            if journeys or any("tracer" in getattr(item, "fixturenames", ()) for item in items):
                self._session.prepare_output()
            if journeys:
                self._session.runs.plan([item.journey for item in journeys])
                self._session.runs.hand_over([item.journey for item in journeys if not item.may_be_skipped])

    def _write(self, batch: Batch) -> None:
        from tracer_runner.services.batches import write_reports
        from tracer_runner.services.output_folder import write_result

        project = self._session.project
        try:
            project.output.mkdir(parents=True, exist_ok=True)  # workers could not know that a test would ask for it
            write_result(batch, output=project.output)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            self._notes.append(f"tracer: the result could not be written to {project.shown_output}: {reason}.")
        note = self._notes.append
        with redirect_stdout(io.StringIO()) as printed:  # pytest would take it for what a test prints
            write_reports(batch, reports=project.reports, output=project.output, note=note, complain=note)
        self._notes += printed.getvalue().splitlines()


class Distributing:
    """The controller's side of pytest-xdist: workers run journeys, and their runs come here."""

    def __init__(self, session: TracerSession) -> None:
        self._session = session
        self._begun = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """All runs belong to one batch."""
        node.workerinput.update({BATCH: self._session.batch_id, LATE: self._begun})

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self) -> None:
        """A worker that is started from now on replaces one that died."""
        self._begun = True

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take the runs that came with no report; what the user has to mend ends the session."""
        output = getattr(node, "workeroutput", {})
        self._session.take_json(output.get(RUNS, ()))
        if fault := output.get(FAULT):
            raise pytest.UsageError(fault)
