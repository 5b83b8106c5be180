"""The recorder's clocks: only what the journey itself does counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tracer_runner.engine.authoring import StepOptions
from tracer_runner.engine.protocol import Limits
from tracer_runner.engine.running import recorder as module
from tracer_runner.engine.running.deadlines import Deadlines
from tracer_runner.engine.running.evidence import Observation
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


def made(clock: Clock, *, look: Any = lambda: None) -> Recorder:
    """A recorder; `look` is what happens while evidence is taken."""

    def take(**_: Any) -> Observation:
        look()
        return Observation()

    nothing: Any = lambda *_, **__: None  # noqa: E731 - stands for everything that is not asked here
    watch = SimpleNamespace(settle=nothing, loss=nothing, look=take, page_url=nothing, secret_shown=nothing)
    deadlines = Deadlines(clock, interrupt=nothing, settle=nothing)  # type: ignore[arg-type]
    recorder = Recorder(
        run_id="run_1", limits=Limits(), deadlines=deadlines, judge=nothing, sources=nothing, watch=watch,  # type: ignore[arg-type]
        emit=nothing, check=nothing, scrubber=Scrubber(()),
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
