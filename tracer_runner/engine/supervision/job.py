"""A run on its way through the supervisor."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tracer_runner.engine.run_request import RunRequest
from tracer_runner.model.run import Attempt, Run


@dataclass
class Job:
    """One run, from being submitted to its final result."""

    request: RunRequest
    future: Future[Run] = field(default_factory=Future)
    attempts: list[Attempt] = field(default_factory=list)
    reruns: int = 0
    started_at: datetime | None = None
    cancelled: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is to run with no other beside it: something took a runner down, and it may have been this."""
        return self.reruns > 0

    def began(self) -> datetime:
        """When it first went to a runner, or now."""
        self.started_at = self.started_at or datetime.now(UTC)
        return self.started_at
