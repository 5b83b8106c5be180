"""A page for assertions to look at, without a browser."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.run import ConsoleMessage, NetworkRequest, WebVitals

R = TypeVar("R")
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
"""One pixel."""


@dataclass
class FakeBaseline:
    """A baseline in memory."""

    shown: str
    data: bytes | None = None
    updating: bool = False
    renewal: str = "tracer baselines update journeys/fake.py::fake"

    def read(self) -> bytes | None:
        return self.data

    def write(self, data: bytes) -> None:
        self.data = data


@dataclass
class FakePage:
    """Fulfils `tracer_runner.hooks.contracts.PageObservation`: set what the page shall show."""

    url: str = "http://127.0.0.1/"
    console: Sequence[ConsoleMessage] = ()
    failed_requests: Sequence[NetworkRequest] = ()
    requests: Sequence[PageRequest] = ()
    vitals: WebVitals | None = None
    value: Any = None
    """What an expression gives; a function is called with the expression and its argument."""
    picture: bytes = PNG
    """What a screenshot gives."""
    aria: str = ""
    """The accessibility tree, as Playwright writes it."""
    updating: bool = False
    """Baselines are being updated."""
    baselines: dict[str, FakeBaseline] = field(default_factory=dict)
    """By name and suffix: `home.png`; without a name the step is called `fake-step`."""
    attached: dict[str, bytes] = field(default_factory=dict)
    """What the assertion kept."""

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        return self.value(expression, argument) if callable(self.value) else self.value

    def wait(self, seconds: float) -> None:
        """Nothing changes meanwhile."""

    def screenshot(self, *, target: str | None = None, mask: Sequence[str] = (), full_page: bool = False) -> bytes:
        return self.picture

    def aria_snapshot(self, *, target: str = "body") -> str:
        return self.aria

    def matches_aria(self, snapshot: str, *, target: str = "body") -> bool:
        """Whether its lines stand in the tree in this order; Playwright knows more rules."""
        lines = iter([line.strip() for line in self.aria.splitlines()])
        return all(wanted.strip() in lines for wanted in snapshot.splitlines() if wanted.strip())

    def baseline(self, name: str | None, *, suffix: str) -> FakeBaseline:
        name = name or "fake-step"
        return self.baselines.setdefault(
            f"{name}{suffix}", FakeBaseline(f"baselines/{name}{suffix}", updating=self.updating)
        )

    def attach(self, name: str, data: bytes) -> str | None:
        self.attached[name] = data
        return f"runs/fake/{name}"

    def blocking(self, work: Callable[[], R]) -> R:
        return work()
