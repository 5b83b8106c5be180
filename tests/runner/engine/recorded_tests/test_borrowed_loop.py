"""A loop that is Playwright's as soon as there is one."""

from __future__ import annotations

import asyncio

from tracer_runner.engine.recorded_tests.borrowed_loop import BorrowedLoop


def test_nobody_is_called_before_there_is_a_loop() -> None:
    called: list[int] = []
    BorrowedLoop().call_later(0, lambda: called.append(1)).cancel()
    assert called == []


def test_a_borrowed_loop_calls_and_a_closed_one_does_not() -> None:
    loop, called = asyncio.new_event_loop(), list[str]()
    borrowed = BorrowedLoop()
    borrowed.borrow(loop)
    borrowed.call_at(borrowed.time(), lambda: called.append("at"))
    borrowed.call_later(0, lambda: called.append("cancelled")).cancel()
    borrowed.call_later(0, loop.stop)
    loop.run_forever()
    loop.close()
    borrowed.call_later(0, lambda: called.append("closed"))
    assert called == ["at"]
