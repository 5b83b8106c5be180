"""What journeys are given: arguments by name, and options of the browser context they run in."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

from tracer_runner.model.record import Record

BUILT_IN = frozenset({"page", "context", "browser", "request", "params", "secrets", "run"})
"""The arguments that need no plugin."""


class JourneyArgument(Protocol):
    """A value a journey may ask for by name."""

    name: str

    @property
    def needs(self) -> frozenset[str]:
        """Built-in arguments it is made from: `page`, `context`, `browser`, `request`, `params`, `secrets`, `run`."""

    def provide(self, **needed: Any) -> AbstractContextManager[Any]:
        """Make the value for one attempt from what it needs; leaving the context cleans up."""


class ContextOption(Record):
    """One of Playwright's context options, for every journey that does not say otherwise.

    tracer.toml beats it, and the journey beats tracer.toml.
    """

    name: str
    """As in Playwright's `new_context`: `locale`, `extra_http_headers`, …"""
    value: Any
