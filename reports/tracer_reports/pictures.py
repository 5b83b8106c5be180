"""Read the pictures of runs and turn them into `data:` URIs, as many as fit into one file.

What matters comes first: the moment a run broke, then what a failed assertion saw, then the other pictures of broken
runs, then those of slow or flaky ones, then the rest. A picture that is missing or left out says so in its place.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracer_reports.files import locate, typed_path
from tracer_reports.moment import last_picture, moment_step
from tracer_reports.sentences import BROKEN
from tracer_runner.model.run import AssertionResult, Attempt, Batch, Run
from tracer_runner.model.status import RunStatus

BUDGET = 10_000_000
"""Bytes of pictures in one report; the moments at which runs broke may pass it."""
LARGEST = 5_000_000
"""Bytes of one picture."""
MOMENTS_BUDGET = 40_000_000

_TYPES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True)
class Picture:
    """A picture as a page can show it, or why it cannot."""

    path: str
    uri: str | None
    note: str | None = None
    left_out: bool = False
    """It is there, but there was no room for it."""


def embed_pictures(batch: Batch, *, folder: Path, budget: int = BUDGET) -> dict[str, Picture]:
    """Every picture that steps and assertions of the batch name, by its path."""
    pictures: dict[str, Picture] = {}
    spent = 0
    for path, limit in _by_importance(batch, budget=budget):
        if path in pictures:
            continue
        picture, size = _load(path, folder=folder, room=limit - spent)
        pictures[path] = picture
        spent += size
    return pictures


def assertions_of(attempt: Attempt) -> Iterator[AssertionResult]:
    """Every assertion of an attempt, those outside of steps last."""
    for step in attempt.steps:
        yield from step.assertions
    yield from attempt.assertions


def _by_importance(batch: Batch, *, budget: int) -> Iterator[tuple[str, int]]:
    """Each path with the total up to which it may be embedded; some come twice."""
    for run in batch.runs:
        if run.last and run.status in BROKEN:
            moment = moment_step(run.last)
            shown = last_picture(run.last) or (moment.screenshot if moment else None)
            if shown:
                yield shown, max(budget, MOMENTS_BUDGET)
    for run in batch.runs:
        if run.last and run.status in BROKEN:
            shown_by = (each for each in assertions_of(run.last) if not each.passed)
            yield from ((each.path, max(budget, MOMENTS_BUDGET)) for one in shown_by for each in one.pictures)
    for run in sorted(batch.runs, key=_rank):
        for attempt in reversed(run.attempts):
            yield from ((step.screenshot, budget) for step in attempt.steps if step.screenshot)
            yield from ((each.path, budget) for one in assertions_of(attempt) for each in one.pictures)


def _rank(run: Run) -> int:
    if run.status in BROKEN:
        return 0
    return 1 if run.flaky or run.status is not RunStatus.PASSED else 2


def _load(path: str, *, folder: Path, room: int) -> tuple[Picture, int]:
    found = locate(path, folder=folder)
    if found is None:
        return Picture(path, uri=None, note="Its path leads out of the output folder, so it is not shown."), 0
    shown = typed_path(path, folder=folder)
    try:
        size = found.stat().st_size
        if size > LARGEST or size > room:
            return Picture(path, uri=None, note=f"Left out to keep this file small: {shown}", left_out=True), 0
        data = found.read_bytes()
    except OSError:
        return Picture(path, uri=None, note=f"The picture is missing: {shown}"), 0
    kind = next((kind for magic, kind in _TYPES.items() if data.startswith(magic)), None)
    if kind is None:
        return Picture(path, uri=None, note=f"This is no JPEG or PNG picture: {shown}"), 0
    return Picture(path, uri=f"data:{kind};base64,{b64encode(data).decode('ascii')}"), size
