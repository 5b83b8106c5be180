"""Statuses, and which of several counts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class RunStatus(StrEnum):
    """How a run stands. The last six are final."""

    QUEUED = "queued"
    RUNNING = "running"
    PASSED = "passed"
    DEGRADED = "degraded"
    """Passed, but a budget broke."""
    FAILED = "failed"
    """The site did wrong, or the journey's own code did."""
    ERROR = "error"
    """We could not look: no browser, a missing secret, a fault of ours."""
    CANCELLED = "cancelled"
    MISSED = "missed"
    """Its time passed without a worker."""


class StepStatus(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    DEGRADED = "degraded"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"
    """It stands in the journey and was never reached."""
    CANCELLED = "cancelled"


GOOD = frozenset({RunStatus.PASSED, RunStatus.DEGRADED})
"""How a run ends when the site did what it should."""
WORST_FIRST = (
    RunStatus.FAILED,
    RunStatus.ERROR,
    RunStatus.CANCELLED,
    RunStatus.MISSED,
    RunStatus.DEGRADED,
    RunStatus.PASSED,
)


def worst(statuses: Iterable[RunStatus]) -> RunStatus:
    """The status of a set of final runs: the worst of them; an empty set has passed."""
    found = set(statuses)
    return next((status for status in WORST_FIRST if status in found), RunStatus.PASSED)
