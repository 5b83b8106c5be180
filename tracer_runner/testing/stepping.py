"""Drive one stepped probe, as the loop of a worker drives thousands."""

from __future__ import annotations

import selectors
import time
from collections.abc import Generator, Mapping
from typing import Any

from tracer_runner.errors import ProbeFailed
from tracer_runner.hooks.contracts import Wait

EVENTS = {"readable": selectors.EVENT_READ, "writable": selectors.EVENT_WRITE}


def drive(probe: Generator[Wait, None, Mapping[str, Any]], *, timeout: float) -> Mapping[str, Any]:
    """What it returns. After `timeout` seconds it is closed, and ProbeFailed says `timeout`, as in a worker.

    AssertionError when it yields what no loop can wait for.
    """
    end = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        try:
            while True:
                _ready(selector, next(probe), seconds=end - time.monotonic())
        except StopIteration as finished:
            seen: Mapping[str, Any] = finished.value
            return seen
        finally:
            probe.close()


def _ready(selector: selectors.BaseSelector, wait: object, *, seconds: float) -> None:
    assert isinstance(wait, Wait), f"a stepped probe yields Wait(socket, until), and this one yielded {wait!r}"
    assert wait.until in EVENTS, f"Wait(until=...) is 'readable' or 'writable', and this is {wait.until!r}"
    assert wait.socket.fileno() != -1, "the probe waits for a socket that is closed"
    assert wait.socket.gettimeout() == 0, "the probe waits for a socket that blocks: call setblocking(False) first"
    selector.register(wait.socket, EVENTS[wait.until])
    try:
        if seconds <= 0 or not selector.select(seconds):
            raise ProbeFailed("It did not answer in time.", reason="timeout")
    finally:
        selector.unregister(wait.socket)
