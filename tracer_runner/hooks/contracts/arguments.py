"""What journeys are given: arguments by name, and options of the browser context they run in."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

from tracer_runner.model.record import Record

BUILT_IN = frozenset({"page", "context", "browser", "request", "params", "secrets", "run"})
"""The arguments that need no plugin."""


class JourneyArgument(Protocol):
    """A value a journey may ask for by name."""

    @property
    def name(self) -> str:
        """What a journey writes as a parameter; no built-in one has it."""

    @property
    def needs(self) -> frozenset[str]:
        """Built-in arguments it is made from: `page`, `context`, `browser`, `request`, `params`, `secrets`, `run`."""

    def provide(self, *_: Any, **needed: Any) -> AbstractContextManager[Any]:
        """Make the value for one attempt; leaving the context cleans up.

        Called with what it needs, by name: write `def provide(self, *, page, params)`.
        """


class ContextOption(Record):
    """One of Playwright's context options, for every journey that does not say otherwise.

    tracer.toml beats it, and the journey beats tracer.toml.
    """

    name: str
    """As in Playwright's `new_context`: `locale`, `extra_http_headers`, …"""
    value: Any
