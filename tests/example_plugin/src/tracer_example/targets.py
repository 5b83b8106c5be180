"""What two of the monitor types look at, and what can go wrong on the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import Field

from tracer_runner.errors import ProbeFailed
from tracer_runner.model.record import Record

LIMIT = 4096
"""Bytes of a line; nobody greets with more."""


class Place(Record):
    """A TCP service."""

    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)


@contextmanager
def as_probe_failed(place: Place) -> Iterator[None]:
    """What the network says of the target, in words for people."""
    shown = f"{place.host}:{place.port}"
    try:
        yield
    except TimeoutError as fault:
        raise ProbeFailed(f"{shown} did not answer in time.", reason="timeout") from fault
    except ConnectionRefusedError as fault:
        raise ProbeFailed(f"{shown} refused the connection.", reason="refused") from fault
    except OSError as fault:
        raise ProbeFailed(f"{shown} cannot be reached: {fault.strerror}.", reason="unreachable") from fault
