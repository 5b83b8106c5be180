"""From attempts to the one final result of a run. Pure: everything comes in as an argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.model.journey import Step
from tracer_runner.model.run import Attempt, Error, Run, StepResult
from tracer_runner.model.status import GOOD, RunStatus, StepStatus

TRACE_HINT = "For a full trace run again with `--retries 1`, or `--trace on`."


def final_run(
    request: RunRequest,
    *,
    attempts: Sequence[Attempt],
    reruns: int,
    started_at: datetime,
    finished_at: datetime,
    status: RunStatus | None = None,
    error: Error | None = None,
) -> Run:
    """The run. `status` and `error` are given for one that did not end with an attempt of its own."""
    journey = request.journey
    if status is None:
        status, error = _decide(attempts)
    return Run(
        id=request.run_id,
        batch_id=request.batch_id,
        journey=journey.key,
        name=journey.name,
        description=journey.description,
        source=journey.source,
        function=journey.function,
        tags=journey.tags,
        owner=journey.owner,
        runbook=journey.runbook,
        environment=request.environment,
        params=Scrubber(request.secrets.values()).value(request.params),
        browser=request.browser.name if request.browser else None,
        device=request.device,
        status=status,
        flaky=status in GOOD and any(attempt.status not in GOOD for attempt in attempts),
        reruns=reruns,
        started_at=started_at,
        finished_at=finished_at,
        attempts=tuple(attempts),
        error=error,
    )


def retries_now(request: RunRequest, attempts: Sequence[Attempt]) -> bool:
    """Whether another attempt follows."""
    return attempts[-1].status in {RunStatus.FAILED, RunStatus.ERROR} and len(attempts) <= request.retries


def concluded(request: RunRequest, attempt: Attempt) -> Attempt:
    """The attempt as results show it: with the steps it never reached, and with how to get the trace it lacks."""
    attempt = with_skipped(attempt, request.journey.steps)
    traced = request.capture.for_attempt(attempt.number).trace != "never"
    if (
        attempt.status is not RunStatus.FAILED
        or attempt.error is None
        or attempt.error.hint
        or traced
        or request.retries
    ):
        return attempt
    return attempt.model_copy(update={"error": attempt.error.model_copy(update={"hint": TRACE_HINT})})


def with_skipped(attempt: Attempt, steps: Sequence[Step]) -> Attempt:
    """The attempt, with the listed steps it never reached; nothing is skipped when it got through."""
    if attempt.status in GOOD:
        return attempt
    ran = Counter(step.name for step in attempt.steps)
    skipped: list[StepResult] = []
    _skip(steps, ran=ran, into=skipped, first=len(attempt.steps), depth=0, parent=None)
    return attempt.model_copy(update={"steps": (*attempt.steps, *skipped)})


def _decide(attempts: Sequence[Attempt]) -> tuple[RunStatus, Error | None]:
    """The last one decides; a crash of the page that came back is the site's fault."""
    last = attempts[-1]
    if _crashed(last) and len(attempts) > 1 and _crashed(attempts[-2]):
        return RunStatus.FAILED, last.error
    return last.status, last.error


def _crashed(attempt: Attempt) -> bool:
    return attempt.error is not None and attempt.error.class_ == "PageCrashed"


def _skip(
    steps: Sequence[Step], *, ran: Counter[str], into: list[StepResult], first: int, depth: int, parent: int | None
) -> None:
    for step in steps:
        if step.optional:
            continue
        index = None
        if not _took(step, ran):
            index = first + len(into)
            into.append(
                StepResult(
                    index=index,
                    name=step.name,
                    parent=parent,
                    depth=depth,
                    status=StepStatus.SKIPPED,
                    source=step.source,
                    soft=step.soft,
                    budget_ms=step.budget * 1000 if step.budget is not None else None,
                )
            )
        _skip(step.steps, ran=ran, into=into, first=first, depth=depth + 1, parent=index)


def _took(step: Step, ran: Counter[str]) -> bool:
    """Whether a step of this name ran; each that ran stands for one that is listed."""
    if step.pattern:
        pattern = re.sub(r"\\\{.*?\\\}", ".*", re.escape(step.name))
        return any(re.fullmatch(pattern, name, re.DOTALL) for name in ran)
    if not ran[step.name]:
        return False
    if not step.repeats:
        ran[step.name] -= 1
    return True
