"""Observers are told of everything in order, and none can hold anything up."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pluggy
import pytest

from tracer_runner.hooks import NAME, hookimpl, spec
from tracer_runner.hooks.manager import Plugins
from tracer_runner.hooks.observers import QUEUE_LIMIT, Observers
from tracer_runner.model.event import RunStarted


def observers(lines: list[str] | None = None, *, seconds: float = 5, **plugins: object) -> Observers:
    manager = pluggy.PluginManager(NAME)
    manager.add_hookspecs(spec)
    for name, plugin in plugins.items():
        manager.register(plugin, name=name)
    return Observers(Plugins(manager), warn=pytest.fail if lines is None else lines.append, return_seconds=seconds)


def started(name: str) -> RunStarted:
    return RunStarted(run_id="run_1", name=name, at=datetime.now(UTC))


class Notes:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    @hookimpl
    def tracer_run_started(self, event: RunStarted) -> None:
        self.told.append(event.name)


class Holds(Notes):
    """Does not return until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.let_go = threading.Event(), threading.Event()

    @hookimpl
    def tracer_run_started(self, event: RunStarted) -> None:
        self.told.append(event.name)
        self.inside.set()
        self.let_go.wait()


class Raises:
    def __init__(self, fault: BaseException) -> None:
        self._fault = fault

    @hookimpl
    def tracer_run_started(self) -> None:
        raise self._fault


def test_every_plugin_is_told_everything_in_order() -> None:
    one, two = Notes(), Notes()
    told = observers(one=one, two=two)
    names = [str(number) for number in range(200)]
    for name in names:
        told.take(started(name))
    told.close()
    assert one.told == two.told == names


def test_one_that_raises_is_a_line_and_disturbs_nobody() -> None:
    notes, lines = Notes(), list[str]()
    told = observers(lines, bad=Raises(RuntimeError("no")), good=notes)
    for name in "abc":
        told.take(started(name))
    told.close()
    assert notes.told == ["a", "b", "c"]
    assert lines == ["Plugin bad failed in tracer_run_started: RuntimeError: no", "Plugin bad failed 3 times in all."]


def test_one_that_leaves_is_switched_off_and_disturbs_nobody() -> None:
    notes, lines = Notes(), list[str]()
    told = observers(lines, bad=Raises(SystemExit("enough")), good=notes)
    told.take(started("a"))
    told.close()
    assert notes.told == ["a"]
    assert lines == ["Plugin bad is switched off: it left in tracer_run_started (SystemExit: enough)."]


def test_one_that_does_not_return_is_switched_off_and_what_it_missed_is_counted() -> None:
    holds, notes, lines = Holds(), Notes(), list[str]()
    told = observers(lines, seconds=0.05, holds=holds, notes=notes)
    for name in "abcd":
        told.take(started(name))
    told.close()
    holds.let_go.set()
    assert holds.told == ["a"]
    assert notes.told == ["a", "b", "c", "d"]
    assert lines == [
        "Plugin holds is switched off: tracer_run_started did not return within 0.05 s.",
        "Plugin holds missed 3 of what happened.",
    ]


def test_what_does_not_fit_into_the_queue_is_counted() -> None:
    holds, lines = Holds(), list[str]()
    told = observers(lines, holds=holds)
    told.take(started("first"))
    assert holds.inside.wait(5)
    for number in range(QUEUE_LIMIT + 7):
        told.take(started(str(number)))
    holds.let_go.set()
    told.close()
    assert len(holds.told) == QUEUE_LIMIT + 1
    assert lines == ["Plugin holds missed 7 of what happened."]


def test_the_end_does_not_wait_for_a_plugin_that_is_slow_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracer_runner.hooks.observers.CLOSE_SECONDS", 0.05)
    holds, lines = Holds(), list[str]()
    told = observers(lines, holds=holds)
    for name in "abc":
        told.take(started(name))
    assert holds.inside.wait(5)
    told.close()
    holds.let_go.set()
    assert lines == ["Plugin holds missed 2 of what happened."]


def test_an_event_nobody_observes_costs_nothing() -> None:
    class Silent: ...

    told: Any = observers(silent=Silent())
    told.take(started("a"))
    told.close()
    assert not told._threads


@pytest.mark.parametrize("hook", ["tracer_run_started", "tracer_step_finished", "tracer_run_finished"])
def test_events_of_a_run_go_to_the_hook_that_observes_them(hook: str) -> None:
    from tracer_runner.model.event import AttemptStarted, RunFinished, StepFinished
    from tracer_runner.model.record import SourceRef
    from tracer_runner.model.run import Run, StepResult
    from tracer_runner.model.status import RunStatus, StepStatus

    now, heard = datetime.now(UTC), list[str]()

    class Listens:
        @hookimpl
        def tracer_run_started(self, event: Any) -> None:
            heard.append("tracer_run_started")

        @hookimpl
        def tracer_step_finished(self, event: Any) -> None:
            heard.append(f"tracer_step_finished {event.step.name}")

        @hookimpl
        def tracer_run_finished(self, run: Run) -> None:
            heard.append(f"tracer_run_finished {run.status}")

    step = StepResult(index=0, name="Pay", status=StepStatus.PASSED)
    run = Run(
        id="run_1",
        journey="pay",
        name="Pay",
        source=SourceRef(file="a.py", line=1),
        function="pay",
        status=RunStatus.FAILED,
        started_at=now,
        finished_at=now,
    )
    events = {
        "tracer_run_started": (started("a"), "tracer_run_started"),
        "tracer_step_finished": (StepFinished(run_id="run_1", step=step), "tracer_step_finished Pay"),
        "tracer_run_finished": (RunFinished(run_id="run_1", run=run), "tracer_run_finished failed"),
    }
    told = observers(listens=Listens())
    told.take(AttemptStarted(run_id="run_1", number=1, at=now))
    told.take(events[hook][0])
    told.close()
    assert heard == [events[hook][1]]
