"""The whole report: the verdict, the numbers, and the runs, those that need a look first."""

from __future__ import annotations

from dataclasses import dataclass

from tracer_reports.names import Names
from tracer_reports.sentences import BROKEN, verdict_parts, worst_first
from tracer_reports.views.attempt import Limits
from tracer_reports.views.evidence import Evidence
from tracer_reports.views.run import Fact, RunView, view_run
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Batch, Run
from tracer_runner.model.status import WORST_FIRST
from tracer_runner.model.text import format_time, one_line

REQUESTS = 4_000
"""Rows of all waterfalls together."""
MANY = 20
"""With more runs than this, those that passed are shown in short."""
OPENED = 3
"""How many broken runs stand open."""

_KNOWN = {"commit": "Commit", "branch": "Branch", "ci_url": "CI job", "pull_request": "Pull request"}


@dataclass(frozen=True)
class Count:
    status: str
    word: str
    number: int
    share: float
    """Per cent of all runs."""
    start: float
    """Per cent of those before it."""


@dataclass(frozen=True)
class BatchView:
    title: str
    verdict: str
    also: str
    """What the verdict says after its first part; may be empty."""
    status: str
    counts: tuple[Count, ...]
    flaky: int
    facts: tuple[Fact, ...]
    runs: tuple[RunView, ...]
    left_out: int
    """Pictures not in the file for want of room."""


def view_batch(batch: Batch, *, evidence: Evidence) -> BatchView:
    """Everything the page shows."""
    runs = worst_first(batch)
    rooms = share_requests(runs)
    names = Names(batch)
    verdict, *also = verdict_parts(batch)
    views = tuple(
        view_run(
            run,
            names=names,
            anchor=f"run-{number}",
            evidence=evidence,
            limits=_limits(run, runs=len(runs), requests=rooms[number - 1]),
            opened=len(runs) == 1 or (run.status in BROKEN and number <= OPENED),
        )
        for number, run in enumerate(runs, start=1)
    )
    return BatchView(
        title=f"{verdict} · tracer",
        verdict=verdict,
        also=", ".join(also),
        status="cancelled" if batch.interrupted and batch.status.value == "passed" else batch.status.value,
        counts=_counts(batch),
        flaky=sum(run.flaky for run in batch.runs),
        facts=_facts(batch),
        runs=views,
        left_out=sum(picture.left_out for picture in evidence.pictures.values()),
    )


def share_requests(runs: list[Run]) -> list[int]:
    """How many requests each run may show: broken ones first, what is left is shared by the others."""
    wanted = [max((len(each.network.entries) for each in run.attempts if each.network), default=0) for run in runs]
    left = REQUESTS
    rooms = []
    for place, (run, want) in enumerate(zip(runs, wanted, strict=True)):
        share = left if run.status in BROKEN else left // (len(runs) - place)
        rooms.append(min(want, share))
        left -= rooms[-1] * max(len(run.attempts), 1)
        left = max(left, 0)
    return rooms


def _limits(run: Run, *, runs: int, requests: int) -> Limits:
    if runs <= MANY or run.status in BROKEN:
        return Limits(requests=requests)
    return Limits(requests=requests, messages=30, text=300, output=2_000)


def _counts(batch: Batch) -> tuple[Count, ...]:
    counts = []
    before = 0.0
    for status in WORST_FIRST:
        number = batch.count(status)
        if number:
            share = number / len(batch.runs) * 100
            counts.append(
                Count(
                    status=status.value, word=status.value, number=number, share=round(share, 2), start=round(before, 2)
                )
            )
            before += share
    return tuple(counts)


def _facts(batch: Batch) -> tuple[Fact, ...]:
    environments = sorted({run.environment for run in batch.runs if run.environment})
    took = max((batch.finished_at - batch.started_at).total_seconds(), 0.0)
    other = [(name, value) for name, value in batch.metadata.items() if name not in _KNOWN]
    facts = [
        ("Started", format_time(batch.started_at)),
        ("Duration", format_duration(took)),
        ("Environment", ", ".join(environments)),
        *((label, batch.metadata.get(name)) for name, label in _KNOWN.items()),
        *((name.replace("_", " ").capitalize(), value) for name, value in other[:20]),
        ("Platform", batch.platform),
        ("tracer", batch.version),
    ]
    return tuple(
        Fact(label=one_line(label, limit=60), value=one_line(value, limit=300)) for label, value in facts if value
    )
