"""What pages did before anybody listened, told once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tracer_runner.engine.running.page_log import PageLog

BEGAN = 1_000.0
"""When the attempt began, in seconds since the epoch; long ago, as the clock goes."""


@dataclass(frozen=True)
class Message:
    """A line in the console."""

    text: str
    timestamp: float = BEGAN * 1000
    type: str = "error"
    location: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Asked:
    """A request that failed."""

    url: str
    started: float = BEGAN * 1000
    existing_response: None = None
    failure: str = "net::ERR_FAILED"
    method: str = "GET"
    resource_type: str = "image"
    frame: Any = None

    @property
    def timing(self) -> dict[str, float]:
        return {"startTime": self.started}

    def is_navigation_request(self) -> bool:
        return False


class Page:
    """A page, with what it did, and what it does while it is asked for that."""

    url = "http://127.0.0.1/"

    def __init__(self, *messages: Message, errors: tuple[str, ...] = (), requests: tuple[Asked, ...] = ()) -> None:
        self.messages = list(messages)
        self.errors = errors
        self._requests = requests
        self.meanwhile: Callable[[], None] = lambda: None

    def console_messages(self) -> list[Message]:
        self.meanwhile()
        return list(self.messages)

    def page_errors(self) -> tuple[str, ...]:
        return self.errors

    def requests(self) -> tuple[Asked, ...]:
        return self._requests


class Context:
    """A browser context that lets the test raise its events."""

    def __init__(self) -> None:
        self.listeners: dict[str, Callable[..., None]] = {}

    def on(self, event: str, listener: Callable[..., None]) -> None:
        self.listeners[event] = listener

    def remove_listener(self, event: str, listener: Callable[..., None]) -> None:
        assert self.listeners.pop(event) == listener


def caught_up(*pages: Any, log: PageLog | None = None) -> PageLog:
    log = log or PageLog(offset=lambda moment: (moment - time.monotonic()) * 1000, current_step=lambda: 7)
    log.catch_up(pages, since=BEGAN)
    return log


def test_messages_and_exceptions_of_the_attempt_are_told_without_a_step() -> None:
    log = caught_up(Page(Message("no lamp is lit"), errors=("dark",)))
    assert [(line.type, line.text, line.step) for line in log.console] == [
        ("error", "no lamp is lit", None),
        ("exception", "dark", None),
    ]


def test_what_an_older_page_did_before_is_left_out_and_so_are_exceptions_of_unknown_age() -> None:
    old = Page(Message("old", timestamp=BEGAN * 1000 - 1), Message("new"), errors=("dark",))
    asked = Page(requests=(Asked("/old.png", started=BEGAN * 1000 - 1),), errors=("dark",))
    log = caught_up(old, asked)
    assert [line.text for line in log.console] == ["new"]
    assert log.failed_requests == []


def test_what_is_heard_while_pages_are_asked_is_told_once() -> None:
    log = PageLog(offset=lambda _: 0, current_step=lambda: None)
    context: Any = Context()
    log.watch(context)
    log.watch_requests(context)
    message, request = Message("now"), Asked("/now.png", frame=FRAME)
    page = Page(message, Message("before"), requests=(request,))

    def happen() -> None:
        context.listeners["console"](message)
        context.listeners["requestfailed"](request)

    page.meanwhile = happen
    caught_up(page, log=log)
    assert sorted(line.text for line in log.console) == ["before", "now"]
    assert [failed.url for failed in log.failed_requests] == ["/now.png"]


def test_nothing_is_heard_after_it_let_go() -> None:
    log = PageLog(offset=lambda _: 0, current_step=lambda: None)
    context: Any = Context()
    log.watch(context)
    log.watch_requests(context)
    log.let_go()
    assert context.listeners == {}


class _Frame:
    parent_frame = None
    page = Page()


FRAME = _Frame()
