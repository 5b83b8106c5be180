"""Nested deadlines, on a clock that the test moves."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

import pytest

from tracer_runner.engine.running.deadlines import Deadlines, EvidenceTimeout, JourneyTimeout, StepTimeout


class Handle:
    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """As much of an event loop as deadlines use."""

    def __init__(self) -> None:
        self.now = 100.0
        self._timers: list[tuple[float, int, Handle, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> Handle:
        handle = Handle()
        heapq.heappush(self._timers, (when, id(handle), handle, callback))
        return handle

    def call_later(self, delay: float, callback: Callable[[], None]) -> Handle:
        return self.call_at(self.now + delay, callback)

    def advance(self, seconds: float) -> None:
        end = self.now + seconds
        while self._timers and self._timers[0][0] <= end:
            when, _, handle, callback = heapq.heappop(self._timers)
            self.now = max(self.now, when)
            if not handle.cancelled:
                callback()
        self.now = end


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def raised() -> list[BaseException]:
    return []


@pytest.fixture
def deadlines(loop: Loop, raised: list[BaseException]) -> Deadlines:
    def interrupt(reason: BaseException) -> bool:
        raised.append(reason)
        return True

    fake: Any = loop
    return Deadlines(fake, interrupt=interrupt, settle=lambda: None)


def test_a_limit_speaks_when_its_time_is_over_and_once(loop: Loop, deadlines: Deadlines, raised: list[Any]) -> None:
    reason = StepTimeout("late")
    with deadlines.limit(5, reason):
        loop.advance(4.9)
        assert raised == []
        loop.advance(20)
    assert raised == [reason]


def test_a_limit_that_was_kept_says_nothing(loop: Loop, deadlines: Deadlines, raised: list[Any]) -> None:
    with deadlines.limit(5, StepTimeout()):
        loop.advance(1)
    loop.advance(100)
    assert raised == []


def test_the_inner_limit_speaks_first_and_the_outer_one_after_it(
    loop: Loop, deadlines: Deadlines, raised: list[Any]
) -> None:
    outer, inner = JourneyTimeout(), StepTimeout()
    with deadlines.limit(10, outer), deadlines.limit(10, inner):
        loop.advance(10.1)
        assert raised[0] is inner
        loop.advance(1)
    assert raised == [inner, outer]


def test_an_inner_limit_is_cut_to_what_the_outer_leaves(loop: Loop, deadlines: Deadlines) -> None:
    assert deadlines.cut(30) == 30
    with deadlines.limit(10, JourneyTimeout()):
        loop.advance(4)
        assert deadlines.cut(30) == pytest.approx(5.5)
        assert deadlines.cut(2) == 2
        loop.advance(5.9)
        assert deadlines.cut(30) == 0.05


def test_a_stall_of_somebody_else_moves_all_limits(loop: Loop, deadlines: Deadlines, raised: list[Any]) -> None:
    with deadlines.limit(5, StepTimeout()):
        deadlines.shift(10)
        loop.advance(14.9)
        assert raised == []
        loop.advance(0.2)
        assert len(raised) == 1


def test_while_evidence_is_taken_only_its_own_limit_speaks(loop: Loop, deadlines: Deadlines, raised: list[Any]) -> None:
    journey, evidence = JourneyTimeout(), EvidenceTimeout()
    with deadlines.limit(5, journey):
        with deadlines.limit(20, evidence, alone=True):
            assert deadlines.busy
            loop.advance(15)
            assert raised == []
            loop.advance(6)
            assert raised == [evidence]
        loop.advance(0.1)
        assert raised == [evidence, journey]


def test_a_lane_that_waits_nowhere_is_interrupted_later(loop: Loop) -> None:
    told: list[BaseException] = []

    def interrupt(reason: BaseException) -> bool:
        told.append(reason)
        return len(told) > 1

    fake: Any = loop
    deadlines = Deadlines(fake, interrupt=interrupt, settle=lambda: None)
    with deadlines.limit(1, StepTimeout()):
        loop.advance(2)
    assert len(told) == 2
