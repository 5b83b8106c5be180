"""What pytest shows of a journey that did not pass.

pytest has no public names for the parts of a failure, so this file is the only one that leans on `_pytest._code`, and
`tests/runner/pytest_plugin/test_failure_text.py` is its contract with it. With these parts the text comes whole from
workers of pytest-xdist, the short summary has the reason, and annotations point at the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from _pytest._code.code import ReprEntryNative, ReprExceptionInfo, ReprFileLocation, ReprTraceback
from rich.text import Text

from tracer_runner.model.run import Error, Run
from tracer_runner.pytest_plugin.options import in_pytests_words
from tracer_runner.services.run_lines import error_lines, evidence_line, hint_line, meanwhile_lines, step_line


def describe_failure(run: Run, *, folder: str) -> ReprExceptionInfo:
    """The failure; `folder` is where evidence lies, as shown."""
    text = "\n".join(failure_lines(run, folder=folder))
    source = run.error.source if run.error else None
    place = ReprFileLocation(
        source.file if source else run.source.file, source.line if source else run.source.line, _reason(run)
    )
    return ReprExceptionInfo(ReprTraceback([ReprEntryNative([f"{text}\n"])], None, "native"), place)


def failure_lines(run: Run, *, folder: str) -> Iterator[str]:
    """Steps first, then each error with where it arose, and what to do."""
    yield f"{run.name}: {run.status}" + (f" on attempt {len(run.attempts)}" if len(run.attempts) > 1 else "")
    if run.steps:
        yield ""
        yield from step_lines(run)
    if run.error:
        yield ""
        yield from _plain(error_lines(run.error), meanwhile_lines(run), hint_line(_here(run.error)))
    for other in run.last.other_errors if run.last else ():
        yield ""
        yield from _plain(error_lines(other), hint_line(_here(other)))
    yield from _plain(evidence_line(run, folder=folder))


def _here(error: Error) -> Error:
    return error.model_copy(update={"hint": in_pytests_words(error.hint)}) if error.hint else error


def _plain(*parts: Iterable[Text]) -> Iterator[str]:
    yield from (line.plain for part in parts for line in part)


def step_lines(run: Run) -> Iterator[str]:
    """One line for each step: `  passed   Log in  312 ms`."""
    for step in run.steps:
        yield f"  {step.status:<9}{step_line(step, status=False).plain}"


def _reason(run: Run) -> str:
    if run.error is None:
        return str(run.status)
    where = f"{run.error.step}: " if run.error.step else ""
    return f"{where}{run.error.message.partition(chr(10))[0] or run.error.class_}"
