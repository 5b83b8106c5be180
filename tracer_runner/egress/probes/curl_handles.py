"""Handles of curl, kept between probes: making one is cheap, but reading the authorities again for each is not."""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pycurl

from tracer_runner.egress.trust import authorities


class CurlHandles:
    """As many as were ever in use at the same time."""

    def __init__(self) -> None:
        self._idle: deque[pycurl.Curl] = deque()
        self._writing = threading.Lock()
        self._authorities: Path | None = None

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

    def authorities(self) -> str:
        """The file of the certificates that are believed; it goes when the handles go.

        A file, because curl remembers what it read only of one. Others tidy up where it lies: then it is written again.
        """
        with self._writing:
            if self._authorities is None or not self._authorities.exists():
                self._authorities = self._write()
            return str(self._authorities)

    def close(self) -> None:
        """Close those that are not in use."""
        while self._idle:
            self._idle.pop().close()

    def _write(self) -> Path:
        with tempfile.NamedTemporaryFile("w", prefix="tracer-", suffix=".pem", delete=False) as file:
            file.write(authorities())
        written = Path(file.name)
        weakref.finalize(self, written.unlink, missing_ok=True)
        return written
