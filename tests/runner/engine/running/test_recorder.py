"""The recorder's clocks: only what the journey itself does counts."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tracer_runner.engine.authoring import StepOptions
from tracer_runner.engine.protocol import Limits
from tracer_runner.engine.running import recorder as module
from tracer_runner.engine.running.deadlines import Deadlines, StepTimeout
from tracer_runner.engine.running.evidence import Observation
from tracer_runner.engine.running.faults import Judge, Sources
from tracer_runner.engine.running.recorder import Recorder
from tracer_runner.engine.running.scrubber import Scrubber


class Clock:
    """Time that the test moves."""

    now = 500.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def call_at(self, *_: Any) -> Any:
        return SimpleNamespace(cancel=lambda: None)

    call_later = call_at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def made(clock: Clock, *, look: Any = lambda: None, late_steps_fail: bool = False) -> Recorder:
    """A recorder; `look` is what happens while evidence is taken."""

    def take(**_: Any) -> Observation:
        look()
        return Observation()

    nothing: Any = lambda *_, **__: None  # noqa: E731 - stands for everything that is not asked here
    sources = Sources(project=Path("/"), roots=())
    watch = SimpleNamespace(
        settle=nothing, loss=nothing, look=take, page_url=nothing, secret_shown=nothing, lost=nothing
    )
    deadlines = Deadlines(clock, interrupt=nothing, settle=nothing)  # type: ignore[arg-type]
    recorder = Recorder(
        run_id="run_1", limits=Limits(), deadlines=deadlines, judge=Judge(sources, browser_answers=lambda: True),
        sources=sources, watch=watch,  # type: ignore[arg-type]
        emit=nothing, check=nothing, scrubber=Scrubber(()), late_steps_fail=late_steps_fail,
    )  # fmt: skip
    recorder.begin_clock()
    return recorder


def run_step(recorder: Recorder, clock: Clock, *, seconds: float) -> None:
    step = recorder.begin(StepOptions("Look"), source=None)
    clock.now += seconds
    recorder.end(step, None)


def test_evidence_is_no_part_of_the_step_or_of_the_run(clock: Clock) -> None:
    def look() -> None:
        clock.now += 3

    recorder = made(clock, look=look)
    run_step(recorder, clock, seconds=2)
    recorder.end_clock()
    assert (recorder.steps[0].duration_ms, recorder.duration_ms()) == (2000, 2000)


def test_a_stall_while_evidence_is_taken_is_taken_off_once(clock: Clock) -> None:
    def look() -> None:
        clock.now += 3
        recorder.stalled(3)

    recorder = made(clock, look=look)
    run_step(recorder, clock, seconds=2)
    recorder.end_clock()
    assert recorder.duration_ms() == 2000


def test_a_stall_after_the_journey_returned_does_not_shorten_it(clock: Clock) -> None:
    recorder = made(clock)
    run_step(recorder, clock, seconds=2)
    recorder.end_clock()
    clock.now += 5
    recorder.stalled(5)
    assert recorder.duration_ms() == 2000


def test_a_neighbours_stall_within_a_step_is_taken_off_the_step_and_the_run(clock: Clock) -> None:
    recorder = made(clock)
    step = recorder.begin(StepOptions("Look"), source=None)
    clock.now += 7
    recorder.stalled(5)
    recorder.end(step, None)
    recorder.end_clock()
    assert (recorder.steps[0].duration_ms, recorder.duration_ms()) == (2000, 2000)


def test_a_step_that_nobody_interrupts_fails_when_it_ends_late(clock: Clock) -> None:
    recorder = made(clock, late_steps_fail=True)
    run_step(recorder, clock, seconds=29)
    with pytest.raises(StepTimeout, match=r"took longer than 30\.0 s"):
        run_step(recorder, clock, seconds=31)
    assert [step.status for step in recorder.steps] == ["passed", "failed"]


def test_a_soft_step_that_ends_late_lets_the_rest_go_on(clock: Clock) -> None:
    recorder = made(clock, late_steps_fail=True)
    step = recorder.begin(StepOptions("Look", timeout=1, soft=True), source=None)
    clock.now += 2
    recorder.end(step, None)
    assert [fault.error.class_ for fault in recorder.faults] == ["StepTimeout"]


def test_what_a_late_step_raised_is_what_is_told(clock: Clock) -> None:
    recorder = made(clock, late_steps_fail=True)
    step = recorder.begin(StepOptions("Look", timeout=1), source=None)
    clock.now += 2
    assert not recorder.end(step, ValueError("dark"))
    assert [fault.error.message for fault in recorder.faults] == ["dark"]


def test_each_try_of_a_step_has_its_own_time(clock: Clock) -> None:
    recorder = made(clock, late_steps_fail=True)
    step = recorder.begin(StepOptions("Look", timeout=10, retries=1), source=None)
    clock.now += 8
    assert recorder.again(step, ValueError("dark"))
    clock.now += 8
    recorder.end(step, None)
    assert recorder.faults == []


def test_a_clock_may_have_begun_before_the_recorder(clock: Clock) -> None:
    recorder = made(clock)
    recorder.begin_clock(ago=5)
    recorder.exclude(3)
    run_step(recorder, clock, seconds=1)
    recorder.end_clock()
    assert (recorder.duration_ms(), recorder.steps[0].offset_ms) == (3000, 5000)
