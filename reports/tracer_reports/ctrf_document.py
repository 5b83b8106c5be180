"""The document of the CTRF report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tracer_reports.files import typed_path
from tracer_reports.media import media_type
from tracer_reports.names import Names, step_paths
from tracer_reports.sentences import error_of, run_verdict
from tracer_runner.model.run import Artifact, Attempt, Batch, Error, Run
from tracer_runner.model.status import RunStatus, StepStatus
from tracer_runner.model.text import cap, one_line

SPECIFICATION = "1.0.0"
TEXT = 20_000

_RUNS = {
    RunStatus.PASSED: "passed",
    RunStatus.DEGRADED: "passed",
    RunStatus.FAILED: "failed",
    RunStatus.ERROR: "failed",  # CTRF has no word for it, and it must not look harmless; rawStatus tells them apart
    RunStatus.CANCELLED: "skipped",
    RunStatus.MISSED: "skipped",
    RunStatus.QUEUED: "pending",
    RunStatus.RUNNING: "pending",
}
_STEPS = {
    StepStatus.PASSED: "passed",
    StepStatus.DEGRADED: "passed",
    StepStatus.FAILED: "failed",
    StepStatus.ERROR: "failed",
    StepStatus.SKIPPED: "skipped",
    StepStatus.CANCELLED: "skipped",
}


def build_ctrf(batch: Batch, *, folder: Path) -> dict[str, Any]:
    """The document; attachments are named as seen from the working directory."""
    names = Names(batch)
    tests = [_test(run, name=names.of(run), folder=folder) for run in batch.runs]
    statuses = [test["status"] for test in tests]
    return {
        "reportFormat": "CTRF",
        "specVersion": SPECIFICATION,
        "runId": one_line(batch.id, limit=100) or "batch",
        "timestamp": batch.finished_at.isoformat(),
        "generatedBy": "tracer",
        "results": {
            "tool": {"name": "tracer", "version": one_line(batch.version, limit=100)},
            "summary": {
                "tests": len(tests),
                **{status: statuses.count(status) for status in ("passed", "failed", "pending", "skipped", "other")},
                "flaky": sum(run.flaky for run in batch.runs),
                "start": _milliseconds(batch.started_at.timestamp()),
                "stop": _milliseconds(batch.finished_at.timestamp()),
                "extra": {"status": batch.status.value, "interrupted": batch.interrupted},
            },
            "tests": tests,
            "environment": _environment(batch),
        },
    }


def _test(run: Run, *, name: str, folder: Path) -> dict[str, Any]:
    error = error_of(run)
    test = {
        "testId": one_line(f"{run.source.file}::{run.function}@{run.location}", limit=500),
        "executionId": one_line(run.id, limit=100) or None,
        "name": name,
        "status": _RUNS[run.status],
        "rawStatus": run.status.value,
        "duration": round(max(run.duration_ms, 0)),
        "start": _milliseconds(run.started_at.timestamp()),
        "stop": _milliseconds(run.finished_at.timestamp()),
        "suite": [one_line(run.source.file, limit=500)],
        "type": "e2e",
        "filePath": one_line(run.source.file, limit=500),
        "line": run.source.line,
        "tags": [one_line(tag, limit=100) for tag in run.tags],
        "browser": one_line(run.browser, limit=100) if run.browser else None,
        "device": one_line(run.device, limit=100) if run.device else None,
        "retries": max(len(run.attempts) - 1, 0),
        "flaky": run.flaky,
        "message": run_verdict(run) if run.status is not RunStatus.PASSED else None,
        **(_broken(error) if error else {}),
        **(_seen(run.last, folder=folder) if run.last else {}),
        "retryAttempts": [_retry(attempt, folder=folder) for attempt in run.attempts[:-1]] or None,
        "extra": _extra(run, error=error),
    }
    return _given(test)


def _broken(error: Error) -> dict[str, Any]:
    source = error.source
    return {
        "trace": cap(error.traceback or error.message, limit=TEXT),
        "snippet": cap("\n".join(source.lines), limit=TEXT) if source else None,
    }


def _seen(attempt: Attempt, *, folder: Path) -> dict[str, Any]:
    return {
        "steps": _steps(attempt),
        "attachments": [_attachment(artifact, folder=folder) for artifact in attempt.artifacts],
        "stdout": cap(attempt.output, limit=TEXT).splitlines() or None,
    }


def _steps(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {
            "name": path,
            "status": _STEPS[step.status],
            "extra": _given(
                {
                    "rawStatus": step.status.value,
                    "duration": round(max(step.duration_ms, 0)) if step.status is not StepStatus.SKIPPED else None,
                    "budget": round(step.budget_ms) if step.budget_ms is not None else None,
                    "message": one_line(step.error.message, limit=1000) if step.error else None,
                }
            ),
        }
        for step, path in zip(attempt.steps, step_paths(attempt), strict=True)
    ]


def _retry(attempt: Attempt, *, folder: Path) -> dict[str, Any]:
    error = attempt.error
    return _given(
        {
            "attempt": max(attempt.number, 1),
            "status": _RUNS[attempt.status],
            "duration": round(max(attempt.duration_ms, 0)),
            "start": _milliseconds(attempt.started_at.timestamp()),
            "stop": _milliseconds(attempt.finished_at.timestamp()),
            "message": cap(error.message, limit=TEXT) if error else None,
            **(_broken(error) if error else {}),
            "line": error.source.line if error and error.source else None,
            "attachments": [_attachment(artifact, folder=folder) for artifact in attempt.artifacts],
        }
    )


def _attachment(artifact: Artifact, *, folder: Path) -> dict[str, Any]:
    return {
        "name": one_line(artifact.path.rpartition("/")[2], limit=200) or artifact.kind.value,
        "contentType": media_type(artifact),
        "path": typed_path(artifact.path, folder=folder),
        "extra": {"kind": artifact.kind.value, "size": artifact.size},
    }


def _extra(run: Run, *, error: Error | None) -> dict[str, Any]:
    known = {"location": run.location, "environment": run.environment, "owner": run.owner, "runbook": run.runbook}
    if error:
        known |= {"expected": error.expected, "actual": error.actual, "pageUrl": error.page_url, "hint": error.hint}
    return {name: cap(value, limit=2000) for name, value in known.items() if value is not None}


def _environment(batch: Batch) -> dict[str, Any]:
    metadata = {one_line(name, limit=100): one_line(value, limit=1000) for name, value in batch.metadata.items()}
    environments = sorted({run.environment for run in batch.runs if run.environment})
    return _given(
        {
            "commit": metadata.pop("commit", None),
            "branchName": metadata.pop("branch", None),
            "buildUrl": metadata.pop("ci_url", None),
            "osPlatform": one_line(batch.platform, limit=200) if batch.platform else None,
            "testEnvironment": one_line(", ".join(environments), limit=200) or None,
            "extra": metadata or None,
        }
    )


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
