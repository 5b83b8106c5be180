"""Handles of curl, kept between probes: making one is cheap, but reading the authorities again for each is not."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import pycurl

from tracer_runner.egress.trust import authorities


class CurlHandles:
    """As many as were ever in use at the same time."""

    def __init__(self) -> None:
        self._idle: deque[pycurl.Curl] = deque()

    @contextmanager
    def borrow(self) -> Iterator[pycurl.Curl]:
        """One for this thread alone."""
        try:
            handle = self._idle.pop()
        except IndexError:
            handle = pycurl.Curl()
        try:
            yield handle
        finally:
            handle.reset()  # what it was told, secrets among it; not what it read of the authorities
            self._idle.append(handle)

    @cached_property
    def authorities(self) -> str:
        """The file of the certificates that are believed; it goes when the handles go."""
        with tempfile.NamedTemporaryFile("w", prefix="tracer-", suffix=".pem", delete=False) as file:
            file.write(authorities())
        weakref.finalize(self, os.unlink, file.name)
        return file.name

    def close(self) -> None:
        """Close those that are not in use."""
        while self._idle:
            self._idle.pop().close()
