"""Write reports whole or not at all, and say where the files of a run lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tracer_runner.errors import UsageError
from tracer_runner.model.run import Batch
from tracer_runner.model.text import cap

LONGEST = 1_000
"""Characters of a path; longer ones name no file."""


@dataclass(frozen=True)
class Place:
    """Where an artifact lies."""

    link: str | None
    """Relative to the report; None when the path leads out of the output folder."""
    typed: str
    """As a person in the working directory would type it."""
    present: bool


def place_artifacts(batch: Batch, *, folder: Path, report: Path) -> dict[str, Place]:
    """The place of every artifact of the batch, by its path."""
    paths = {artifact.path for run in batch.runs for attempt in run.attempts for artifact in attempt.artifacts}
    return {path: _place(path, folder=folder, report=report) for path in paths}


def write_file(path: Path, *, text: str) -> None:
    """Write `text` so that nobody ever finds half a file; UsageError when it cannot be written there."""
    data = text.encode("utf-8", errors="replace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or a device cannot be renamed onto
        else:
            _write_and_rename(path, data=data)
    except OSError as fault:
        raise unwritable(path, fault=fault) from fault


def unwritable(path: Path, *, fault: OSError) -> UsageError:
    """The error for a path that takes no file."""
    return UsageError(
        f"The report cannot be written to {path}: {fault.strerror or fault}.",
        hint="Give a path in a folder that exists and that you may write to.",
    )


def locate(path: str, *, folder: Path) -> Path | None:
    """The file an artifact's `path` names; None when it can be none, or would lie outside `folder`."""
    if len(path) > LONGEST:
        return None
    try:
        root = folder.resolve()
        found = (root / path).resolve()
        return found if found != root and found.is_relative_to(root) else None
    except (OSError, ValueError):
        return None


def typed_path(path: str, *, folder: Path) -> str:
    """The path of an artifact as a person in the working directory would type it, fit to show."""
    found = locate(path, folder=folder)
    return cap(path if found is None else from_here(found), limit=LONGEST)


def from_here(path: Path) -> str:
    """The path relative to the working directory where it lies inside."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def relative_link(path: str, *, folder: Path, report: Path) -> str | None:
    """A link from the report to an artifact; None when the path leads out of the output folder."""
    found = locate(path, folder=folder)
    if found is None:
        return None
    try:
        way = os.path.relpath(found, report.resolve().parent)
    except ValueError:  # another drive on Windows
        return found.as_uri()
    return quote(Path(way).as_posix(), errors="replace")


def _place(path: str, *, folder: Path, report: Path) -> Place:
    found = locate(path, folder=folder)
    return Place(
        link=relative_link(path, folder=folder, report=report),
        typed=typed_path(path, folder=folder),
        present=found is not None and _is_file(found),
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the disk
        return False


def _write_and_rename(path: Path, *, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
