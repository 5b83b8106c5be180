"""What tracer has to say and that decides nothing: pytest lists it at the end."""

from __future__ import annotations

import warnings

import pytest


class TracerWarning(pytest.PytestWarning):
    """Something about the run of tests that concerns journeys."""


class JourneyDegraded(TracerWarning):
    """A journey passed, and broke a budget."""


def warn(text: str) -> None:
    """Add it to pytest's list."""
    warnings.warn(TracerWarning(text), stacklevel=2)
