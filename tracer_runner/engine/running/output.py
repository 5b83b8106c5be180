"""What journeys print, told apart although they share one process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Literal, TextIO

from tracer_runner.engine.running.recorder import CURRENT

StreamName = Literal["stdout", "stderr"]
OUTPUT_LIMIT = 256 * 1024
"""Characters kept of what one attempt prints."""


class Printed:
    """The lines one attempt printed."""

    def __init__(self, tell: Callable[[StreamName, str], None]) -> None:
        self._tell = tell
        self._parts: dict[StreamName, list[str]] = {"stdout": [], "stderr": []}
        self._kept: list[str] = []
        self._left = OUTPUT_LIMIT

    def write(self, stream: StreamName, text: str) -> None:
        """Take text as it comes; whole lines are told at once."""
        if self._left <= 0:
            return
        if len(text) > self._left:
            text = f"{text[: self._left]}\n… (only the first {OUTPUT_LIMIT // 1024} KiB of output are kept)\n"
            self._left = 0
        self._left -= len(text)
        *lines, rest = text.split("\n")
        for line in lines:
            self._keep(stream, "".join([*self._parts[stream], line]))
            self._parts[stream] = []
        if rest:
            self._parts[stream].append(rest)

    def finish(self) -> str:
        """Everything that was kept; an unfinished line is told now."""
        for stream, parts in self._parts.items():
            if parts:
                self._keep(stream, "".join(parts))
                self._parts[stream] = []
        return "\n".join(self._kept)

    def _keep(self, stream: StreamName, line: str) -> None:
        self._kept.append(line)
        self._tell(stream, line)


class RoutedStream(io.TextIOBase):
    """Stands for `sys.stdout` or `sys.stderr`: sends what is written to the attempt that writes it."""

    def __init__(self, name: StreamName, *, find: Callable[[str | None], Printed | None], fallback: TextIO) -> None:
        """`find` gives the output of a run id; without one, of the only run there is, if so."""
        self._name = name
        self._find = find
        self._fallback = fallback

    def write(self, text: str) -> int:
        recorder = CURRENT.get()
        printed = self._find(recorder.run_id if recorder else None)
        if printed is None:
            return self._fallback.write(text)
        printed.write(self._name, text)
        return len(text)

    def flush(self) -> None:
        self._fallback.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"


def route_output(find: Callable[[str | None], Printed | None]) -> Callable[[], None]:
    """Route both streams; call the answer to put them back."""
    before = sys.stdout, sys.stderr
    sys.stdout = RoutedStream("stdout", find=find, fallback=before[1])
    sys.stderr = RoutedStream("stderr", find=find, fallback=before[1])

    def restore() -> None:
        sys.stdout, sys.stderr = before

    return restore
