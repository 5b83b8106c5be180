"""The document of the JUnit report, in the dialect that Jenkins, GitLab, Azure DevOps and Maven Surefire read.

One suite holds one run, because only suites carry properties in that dialect; so tags and steps belong to their run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as Xml

from tracer_reports.files import typed_path
from tracer_reports.names import Names, step_paths
from tracer_reports.sentences import error_of, reason, run_verdict
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Attempt, Batch, Error, Run
from tracer_runner.model.status import GOOD, RunStatus, StepStatus
from tracer_runner.model.text import cap, one_line

TEXT, OUTPUT = 20_000, 100_000
_SKIPPED = (RunStatus.CANCELLED, RunStatus.MISSED, RunStatus.QUEUED, RunStatus.RUNNING)


def write_suites(batch: Batch, *, folder: Path) -> str:
    """The document as text; attachments are named as seen from the working directory."""
    root = _suites(batch, folder=folder)
    Xml.indent(root)
    text = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suites(batch: Batch, *, folder: Path) -> Xml.Element:
    took = max((batch.finished_at - batch.started_at).total_seconds(), 0.0)
    root = Xml.Element(
        "testsuites",
        name="tracer",
        tests=str(len(batch.runs)),
        failures=str(batch.count(RunStatus.FAILED)),
        errors=str(batch.count(RunStatus.ERROR)),
        time=_seconds(took * 1000),
    )
    names = Names(batch)
    for run in batch.runs:
        root.append(_suite(run, name=names.of(run), metadata=batch.metadata, folder=folder))
    return root


def _suite(run: Run, *, name: str, metadata: Mapping[str, str], folder: Path) -> Xml.Element:
    suite = Xml.Element(
        "testsuite",
        name=name,
        tests="1",
        failures=str(int(run.status is RunStatus.FAILED)),
        errors=str(int(run.status is RunStatus.ERROR)),
        skipped=str(int(run.status in _SKIPPED)),
        time=_seconds(run.duration_ms),
        timestamp=run.started_at.strftime("%Y-%m-%dT%H:%M:%S"),
        file=one_line(run.source.file, limit=1000),
    )
    properties = Xml.SubElement(suite, "properties")
    for label, value in _properties(run, metadata=metadata):
        Xml.SubElement(properties, "property", name=one_line(label, limit=300), value=one_line(value, limit=1000))
    suite.append(_case(run, name=name, folder=folder))
    return suite


def _case(run: Run, *, name: str, folder: Path) -> Xml.Element:
    case = Xml.Element("testcase", classname=_class_name(run), name=name, time=_seconds(run.duration_ms))
    case.extend(_outcome(run))
    Xml.SubElement(case, "system-out").text = "\n".join(_lines(run, folder=folder))
    return case


def _outcome(run: Run) -> Iterator[Xml.Element]:
    """The elements in the order Surefire asks for: the failure, earlier attempts, skipped, the error."""
    if run.status is RunStatus.FAILED:
        yield _fault("failure", error=error_of(run), verdict=run_verdict(run))
    kind = "flaky" if run.status in GOOD else "rerun"
    earlier = [each for each in run.attempts[:-1] if each.status in (RunStatus.FAILED, RunStatus.ERROR)]
    yield from (_earlier(f"{kind}Failure", each) for each in earlier if each.status is RunStatus.FAILED)
    if run.status in _SKIPPED:
        yield Xml.Element("skipped", message=run_verdict(run))
    if run.status is RunStatus.ERROR:
        yield _fault("error", error=error_of(run), verdict=run_verdict(run))
    yield from (_earlier(f"{kind}Error", each) for each in earlier if each.status is RunStatus.ERROR)


def _fault(tag: str, *, error: Error | None, verdict: str) -> Xml.Element:
    element = Xml.Element(tag, type=one_line(error.class_, limit=200) if error else tag, message=verdict)
    element.text = "\n".join(_explain(error)) if error else None
    return element


def _earlier(tag: str, attempt: Attempt) -> Xml.Element:
    error = attempt.error
    message = f"Attempt {attempt.number}: {reason(error) if error else attempt.status.value}"
    element = Xml.Element(tag, type=one_line(error.class_, limit=200) if error else tag, message=message)
    Xml.SubElement(element, "stackTrace").text = "\n".join(_explain(error)) if error else ""
    return element


def _explain(error: Error) -> Iterator[str]:
    yield cap(error.message, limit=TEXT)
    for label, value in (
        ("step", error.step),
        ("expected", error.expected),
        ("actual", error.actual),
        ("page", error.page_url),
        ("hint", error.hint),
    ):
        if value is not None:
            yield f"{label}: {cap(value, limit=2000)}"
    if error.source:
        yield f"\n{one_line(error.source.file, limit=300)}:{error.source.line}"
        for number, line in enumerate(error.source.lines, start=error.source.first_line):
            yield f"{'>' if number == error.source.line else ' '} {number:4} {cap(line, limit=400)}"
    if error.traceback:
        yield f"\n{cap(error.traceback, limit=TEXT)}"


def _properties(run: Run, *, metadata: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "status", run.status.value
    yield from (("tag", tag) for tag in run.tags)
    known = (
        ("location", run.location),
        ("environment", run.environment),
        ("browser", run.browser),
        ("device", run.device),
    )
    yield from ((name, value) for name, value in (*known, ("owner", run.owner), ("runbook", run.runbook)) if value)
    if run.flaky:
        yield "flaky", "true"
    if len(run.attempts) > 1:
        yield "attempts", str(len(run.attempts))
    yield from metadata.items()
    if run.last:
        for step, path in zip(run.steps, step_paths(run.last), strict=True):
            yield f"step[{step.index}]", f"{step.status}: {path}"


def _lines(run: Run, *, folder: Path) -> Iterator[str]:
    """What system-out holds: the verdict, the steps, what was printed, and the files."""
    yield run_verdict(run)
    for attempt in run.attempts:
        yield f"\nAttempt {attempt.number}: {attempt.status}" if len(run.attempts) > 1 else ""
        for step in attempt.steps:
            took = f" ({format_duration(step.duration_ms / 1000)})" if step.status is not StepStatus.SKIPPED else ""
            yield f"{'  ' * min(step.depth, 10)}[{step.status}] {one_line(step.name, limit=300)}{took}"
        yield from (f"warning: {cap(warning, limit=1000)}" for warning in attempt.warnings)
        if attempt.output:
            yield f"\n{cap(attempt.output, limit=OUTPUT)}"
    yield ""
    for attempt in run.attempts:
        yield from (f"[[ATTACHMENT|{typed_path(each.path, folder=folder)}]]" for each in attempt.artifacts)


def _class_name(run: Run) -> str:
    path = PurePosixPath(one_line(run.source.file, limit=500).replace("\\", "/")).with_suffix("")
    return ".".join(part for part in path.parts if part not in ("/", ".", "..")) or "journeys"


def _seconds(milliseconds: float) -> str:
    return f"{max(milliseconds, 0) / 1000:.3f}"
