"""Everything wrong in the journey files, gathered so that the author hears of it at once."""

from __future__ import annotations

from typing import NamedTuple

from tracer_runner.errors import LoadError


class LoadFault(NamedTuple):
    """One thing to mend."""

    file: str
    line: int | None
    """None: it is about the whole path."""
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.text}"


class LoadFaults:
    """Faults of all files; the same one, found on several ways, counts once."""

    def __init__(self) -> None:
        self._found: dict[LoadFault, None] = {}

    def add(self, text: str, *, file: str, line: int | None = None) -> None:
        """`text` says what is wrong and what to write instead."""
        self._found[LoadFault(file, line, text)] = None

    def __len__(self) -> int:
        return len(self._found)

    def concern(self, file: str) -> bool:
        """Whether anything was found in this file, or in this folder."""
        inside = "" if file == "." else f"{file.rstrip('/')}/"
        return any(fault.file == file or fault.file.startswith(inside) for fault in self._found)

    def raise_any(self) -> None:
        """LoadError with all of them: file by file as they were met, by line."""
        if not self._found:
            return
        files = list(dict.fromkeys(fault.file for fault in self._found))
        ordered = sorted(self._found, key=lambda fault: (files.index(fault.file), fault.line or 0))
        raise LoadError([str(fault) for fault in ordered])
