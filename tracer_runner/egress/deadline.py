"""One end for all that is read of a connection."""

from __future__ import annotations

import time

LEAST_SECONDS = 0.001
"""A timeout of 0 means not to wait at all, and one below is none."""


def seconds_left(end: float) -> float:
    """What may still be waited until this moment of `time.monotonic`; never nothing, also when it has come."""
    return max(end - time.monotonic(), LEAST_SECONDS)


def seconds_until(end: float) -> float:
    """What a read may wait until this moment of `time.monotonic`; TimeoutError when it has come."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("The time is up.")
    return left
