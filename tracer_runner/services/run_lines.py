"""Results as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rich.text import Text

from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Batch, Error, NetworkRequest, Run, StepResult
from tracer_runner.model.status import WORST_FIRST, RunStatus, StepStatus

STYLES = {
    "passed": "green",
    "degraded": "yellow",
    "failed": "bold red",
    "error": "bold magenta",
    "cancelled": "cyan",
    "skipped": "dim",
    "missed": "cyan",
}
MESSAGE_LINES = 12
REQUESTS = 3
WIDTH = 10


def step_line(step: StepResult, *, status: bool = True) -> Text:
    """`  Log in  312 ms`; with its status when it did not pass, unless that is shown beside."""
    line = Text("  " * step.depth + step.name)
    if status and step.status is not StepStatus.PASSED:
        line.append(f"  {step.status}", STYLES[step.status])
    if step.status is not StepStatus.SKIPPED:
        line.append(f"  {format_duration(step.duration_ms / 1000)}", "dim")
    if step.tries > 1:
        line.append(f"  on try {step.tries}", "yellow")
    if step.status is StepStatus.DEGRADED and step.budget_ms is not None:
        line.append(f"  over its budget of {format_duration(step.budget_ms / 1000)}", "yellow")
    return line


def describe_run(run: Run, *, folder: str) -> Iterator[Text]:
    """One line for a run, and what went wrong below it; `folder` is where evidence lies."""
    line = Text(f"{run.status:<{WIDTH}}", STYLES[run.status])
    line.append(run.name, "bold")
    line.append(f"  {format_duration(run.duration_ms / 1000)}", "dim")
    if len(run.attempts) > 1:
        line.append(f"  attempt {len(run.attempts)}{', flaky' if run.flaky else ''}", "yellow")
    if run.reruns:
        line.append("  rerun", "yellow")
    line.append(f"  {run.source.file}::{run.function}", "dim")
    yield line
    if run.status is RunStatus.DEGRADED:
        yield from (_indented(step_line(step)) for step in run.steps if step.status is StepStatus.DEGRADED)
    elif run.error:
        yield from map(_indented, _describe_error(run.error, run, folder=folder))
    if run.last:
        yield from (_indented(Text(f"note: {warning}", "yellow")) for warning in run.last.warnings)


def summary_line(batch: Batch) -> Text:
    """`1 failed, 3 passed in 6.2 s`."""
    line = Text()
    for status in WORST_FIRST:
        if count := batch.count(status):
            line.append(", " if line else "").append(f"{count} {status}", STYLES[status])
    flaky = sum(run.flaky for run in batch.runs)
    line.append(f" ({flaky} flaky)" if flaky else "", "yellow")
    line.append(f" in {format_duration((batch.finished_at - batch.started_at).total_seconds())}")
    return line.append("; interrupted", "cyan") if batch.interrupted else line


def error_lines(error: Error) -> Iterator[Text]:
    """What went wrong, with the values that were compared, and where."""
    lines = error.message.splitlines() or [error.class_]
    where = f'Step "{error.step}": ' if error.step else ""
    yield Text(f"{where}{lines[0]}", "red")
    yield from (Text(text, "dim") for text in lines[1:MESSAGE_LINES])
    if error.expected is not None and error.actual is not None:
        yield from _labelled("expected: ", error.expected)
        yield from _labelled("actual:   ", error.actual)
    if error.source:
        yield Text(f"at {error.source.file}:{error.source.line}")
        number = error.source.line - error.source.first_line
        if 0 <= number < len(error.source.lines):
            yield Text(f"    {error.source.lines[number].strip()}")
    if error.page_url:
        yield Text(f"on page {error.page_url}")


def meanwhile_lines(run: Run) -> Iterator[Text]:
    """Requests that failed while the step ran that broke."""
    yield from (Text(f"meanwhile {request}", "yellow") for request in _failed_meanwhile(run))


def evidence_line(run: Run, *, folder: str) -> Iterator[Text]:
    """Where its artifacts lie, if there are any; `folder` is the one of all results, as shown."""
    if run.last and run.last.artifacts:
        yield Text(f"evidence in {PurePosixPath(folder) / PurePosixPath(run.last.artifacts[0].path).parent}")


def hint_line(error: Error) -> Iterator[Text]:
    """What to do next."""
    if error.hint:
        yield Text(f"-> {error.hint}", "cyan")


def _describe_error(error: Error, run: Run, *, folder: str) -> Iterator[Text]:
    yield from error_lines(error)
    yield from meanwhile_lines(run)
    others = run.last.other_errors if run.last else ()
    yield from (Text(f"also: {_one_line(other)}", "red") for other in others)
    yield from evidence_line(run, folder=folder)
    yield from hint_line(error)


def _failed_meanwhile(run: Run) -> tuple[NetworkRequest, ...]:
    broken = next((step for step in run.steps if step.error and run.error and step.error.step == run.error.step), None)
    return run.last.failed_during(broken)[:REQUESTS] if run.last and broken else ()


def _one_line(error: Error) -> str:
    where = f'Step "{error.step}": ' if error.step else ""
    return f"{where}{error.message.splitlines()[0] if error.message else error.class_}"


def _labelled(label: str, value: str) -> Iterator[Text]:
    """The value beside its label, over as many lines as it has."""
    first, *rest = value.splitlines() or [""]
    yield Text(f"{label}{first}")
    yield from (Text(" " * len(label) + line) for line in rest[:MESSAGE_LINES])
    if len(rest) > MESSAGE_LINES:
        yield Text(f"{' ' * len(label)}… {len(rest) - MESSAGE_LINES} more lines", "dim")


def _indented(line: Text) -> Text:
    return Text(" " * WIDTH).append_text(line)
