"""Which journeys are meant."""

from __future__ import annotations

from collections.abc import Sequence

from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.engine.reading.selection import select
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.journey import Journey
from tracer_runner.settings import Settings


def chosen_journeys(
    paths: Sequence[str] | None,
    *,
    tags: Sequence[str] | None,
    names: Sequence[str] | None,
    settings: Settings,
    registry: Registry,
) -> Sequence[Journey]:
    """Read from their files, with what plugins offer; LoadError tells all that is wrong in them."""
    found = read_journeys(paths or (), settings=settings, arguments=registry.arguments, assertions=registry.assertions)
    return select(found, tags=tags or (), names=names or ())
