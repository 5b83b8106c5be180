"""Tell plugins what has happened, without ever waiting for them."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracer_runner.hooks.manager import Plugins, Warn, implementations

if TYPE_CHECKING:
    from tracer_runner.model.alert import Alert
    from tracer_runner.model.event import Event

QUEUE_LIMIT = 1_000
"""Facts that wait for one plugin."""
RETURN_SECONDS = 5.0
"""How long a plugin may take over one fact."""
CLOSE_SECONDS = 30.0
"""How long the end of tracer waits for plugins, all together."""
OBSERVERS = ("tracer_run_started", "tracer_step_finished", "tracer_run_finished", "tracer_alert_changed")


@dataclass(frozen=True)
class Fact:
    """Something that happened, on its way to one implementation."""

    hook: str
    call: Callable[..., object]
    arguments: dict[str, Any]


class Observers:
    """One thread for each plugin that observes. A plugin that does not return in time is told nothing more."""

    def __init__(self, plugins: Plugins, *, warn: Warn, return_seconds: float = RETURN_SECONDS) -> None:
        """`warn` gets a line for each call that raises and each plugin that is switched off; from any thread."""
        self._threads: dict[str, _Observer] = {}
        self._calls: dict[str, list[tuple[_Observer, Callable[..., object], tuple[str, ...]]]] = {}
        for hook in OBSERVERS:
            for found in implementations(plugins.manager, hook):
                name = found.plugin_name
                observer = self._threads.setdefault(name, _Observer(name, warn=warn, return_seconds=return_seconds))
                self._calls.setdefault(hook, []).append((observer, found.function, tuple(found.argnames)))

    def tell(self, hook: str, **arguments: Any) -> None:
        """Hand a fact to every plugin that observes it."""
        for observer, call, names in self._calls.get(hook, ()):
            observer.put(Fact(hook, call, {name: arguments[name] for name in names}))

    def take(self, event: Event) -> None:
        """Tell of an event of a run."""
        from tracer_runner.model.event import RunFinished, RunStarted, StepFinished

        if not self._calls:
            return
        if isinstance(event, RunStarted):
            self.tell("tracer_run_started", event=event)
        elif isinstance(event, StepFinished):
            self.tell("tracer_step_finished", event=event)
        elif isinstance(event, RunFinished):
            self.tell("tracer_run_finished", run=event.run)

    def alert_changed(self, alert: Alert) -> None:
        """Tell of an alert that was opened, acknowledged or resolved."""
        self.tell("tracer_alert_changed", alert=alert)

    def close(self) -> None:
        """Wait until everything was told, and say what was not. At most five seconds for a fact, and thirty in all."""
        end = time.monotonic() + CLOSE_SECONDS
        for observer in self._threads.values():
            observer.close(end=end)


class _Observer:
    """The thread of one plugin."""

    def __init__(self, plugin: str, *, warn: Warn, return_seconds: float) -> None:
        self._plugin = plugin
        self._warn = warn
        self._return_seconds = return_seconds
        self._waiting: queue.Queue[Fact | None] = queue.Queue(QUEUE_LIMIT)
        self._progress = threading.Condition()
        self._calling: tuple[str, float] | None = None
        """The hook that is being called, and since when."""
        self._off = self._closing = self._ended = False
        self._missed = self._failures = 0
        self._thread = threading.Thread(target=self._work, name=f"tracer-observer-{plugin}", daemon=True)
        self._thread.start()

    def put(self, fact: Fact) -> None:
        """Hand it over, or count it as missed."""
        with self._progress:
            self._switch_off_if_late()
            if self._off:
                self._missed += 1
                return
        try:
            self._waiting.put_nowait(fact)
        except queue.Full:
            with self._progress:
                self._missed += 1

    def close(self, *, end: float) -> None:
        """Wait for the last fact, until the monotonic moment `end`; then say how many were missed."""
        with self._progress:
            self._closing = True
        with contextlib.suppress(queue.Full):  # then the thread sees by itself that it is to end
            self._waiting.put_nowait(None)
        with self._progress:
            while not (self._ended or self._off) and (now := time.monotonic()) < end:
                since = self._calling[1] if self._calling else now
                self._progress.wait(max(0.01, min(since + self._return_seconds, end) - now))
                self._switch_off_if_late()
            self._off = True  # whatever is still waiting is not told any more
            missed = self._missed + sum(fact is not None for fact in self._waiting.queue)
        if missed:
            self._warn(f"Plugin {self._plugin} missed {missed} of what happened.")
        if self._failures > 1:
            self._warn(f"Plugin {self._plugin} failed {self._failures} times in all.")

    def _switch_off_if_late(self) -> None:
        if self._off or self._calling is None or time.monotonic() - self._calling[1] < self._return_seconds:
            return
        self._switch_off(f"{self._calling[0]} did not return within {self._return_seconds:g} s")

    def _switch_off(self, why: str) -> None:
        if self._off:
            return
        self._off = True
        self._warn(f"Plugin {self._plugin} is switched off: {why}.")

    def _work(self) -> None:
        while not (self._closing and self._waiting.empty()):
            fact = self._waiting.get()
            if fact is None or self._off:
                break
            with self._progress:
                self._calling = (fact.hook, time.monotonic())
                self._progress.notify_all()
            try:
                fact.call(**fact.arguments)
            except SystemExit as left:  # it wants to end, and ends nothing but itself
                with self._progress:
                    self._switch_off(f"it left in {fact.hook} (SystemExit: {left})")
            except BaseException as fault:
                self._failures += 1
                if self._failures == 1:
                    self._warn(f"Plugin {self._plugin} failed in {fact.hook}: {type(fault).__name__}: {fault}")
            with self._progress:
                self._calling = None
                self._progress.notify_all()
        with self._progress:
            self._ended = True
            self._progress.notify_all()
