"""One end for all that is read of a connection."""

from __future__ import annotations

import time


def seconds_until(end: float) -> float:
    """What a read may wait until this moment of `time.monotonic`; TimeoutError when it has come."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("The time is up.")
    return left
