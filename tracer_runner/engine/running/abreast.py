"""Journeys abreast: each in a greenlet of its own, on the loop that Playwright's sync API runs.

A sync call of Playwright switches to its dispatcher fiber, which runs an asyncio loop, and comes back when the answer
is there (`wait_for_future` in `playwright._impl._greenlets`). So while one journey waits, the loop may run others.
This file is the only one that leans on that; `tests/runner/engine/running/test_abreast.py` is its contract with it.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet
from playwright._impl._errors import TargetClosedError
from playwright._impl._greenlets import wait_for_future
from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api._context_manager import PlaywrightContextManager

T = TypeVar("T")
TURN_SECONDS = 0.02


class Lane:
    """One function running abreast of others. Its body contains every exception; none reaches the loop."""

    def __init__(self, body: greenlet) -> None:
        self._body = body

    @property
    def alive(self) -> bool:
        """It has begun and not ended."""
        return bool(self._body)

    @property
    def current(self) -> bool:
        """It is the one running now."""
        return getcurrent() is self._body

    def interrupt(self, reason: BaseException) -> bool:
        """Raise `reason` where it waits; False when it waits nowhere. Call from the loop, never from the lane."""
        if not self.alive or self.current:
            return False
        self._body.throw(reason)
        return True


class Abreast:
    """The loop, and the lanes on it."""

    def __init__(self, playwright: Playwright | BrowserContext) -> None:
        """`playwright`: any of its objects; all of one driver share a loop."""
        self.loop: asyncio.AbstractEventLoop = playwright._loop
        self._fiber: greenlet = playwright._dispatcher_fiber

    @property
    def dead(self) -> bool:
        """The driver has gone: nothing waits any more, and nothing new can be asked."""
        return bool(self._fiber.dead)

    def start(self, function: Callable[[], None]) -> Lane:
        """Run `function` in a lane, beginning at the loop's next turn, with context variables of its own."""
        body = greenlet(function, parent=self._fiber)
        body.gr_context = contextvars.Context()
        self.loop.call_soon(body.switch)
        return Lane(body)

    def wait(self, future: asyncio.Future[T]) -> T:
        """Wait in this lane (or the main greenlet) while the others go on."""
        wait_for_future(self.loop, self._fiber, future)
        return future.result()

    def pause(self, seconds: float) -> None:
        """Let the others go on for a moment."""
        if not self.dead:
            moment: asyncio.Future[None] = self.loop.create_future()
            self.loop.call_later(seconds, lambda: None if moment.done() else moment.set_result(None))
            self.wait(moment)

    def blocking(self, executor: Executor, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `function` in a thread and wait for it, so that the others go on."""
        context = contextvars.copy_context()
        return self.wait(self.loop.run_in_executor(executor, lambda: context.run(function, *args, **kwargs)))

    def wait_for_turn(self, *, stray: Callable[[BaseException], None]) -> bool:
        """Let the lanes run for a moment, in the main greenlet; False when the driver has gone."""
        turn: asyncio.Future[None] = self.loop.create_future()
        self.loop.call_later(TURN_SECONDS, lambda: None if turn.done() else turn.set_result(None))
        self.wait_forever(turn, stray=stray)
        return not self.dead

    def wait_forever(self, future: asyncio.Future[None], *, stray: Callable[[BaseException], None]) -> None:
        """Wait in the main greenlet; what escapes from an event handler is given to `stray` and the wait goes on.

        Returns when `future` is done, or when the driver has gone.
        """
        while not future.done() and not self.dead:
            try:
                self.wait(asyncio.shield(future))
            except TargetClosedError:
                if not self.dead:
                    raise
            except BaseException as escaped:
                stray(escaped)


def claim_listener_errors(manager: PlaywrightContextManager, handler: Callable[[BaseException], None]) -> None:
    """Give what event listeners raise to `handler`.

    Playwright keeps such an error and raises it from the next call of whichever journey makes one; with several
    journeys on one connection that is somebody else's. A SystemExit would even end the task that reads the driver.
    """
    client: Any = manager._client
    client._connection._on_event_listener_error = handler
    dispatch = client._transport.on_message

    def on_message(message: Any) -> None:
        try:
            dispatch(message)
        except BaseException as escaped:
            handler(escaped)

    client._transport.on_message = on_message
