"""Reporters: what `--report` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tracer_runner.model.run import Batch


class Reporter(Protocol):
    """Turns a finished batch into something to read."""

    @property
    def name(self) -> str:
        """`--report <name>`."""

    @property
    def filename(self) -> str | None:
        """Where it writes when no path is given, inside the output folder; None: it takes no path."""

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write the report; the answer is one line for the terminal, or nothing to say.

        `folder` holds the artifacts (their paths are relative to it). `path` is where to write; its folder exists.
        """
