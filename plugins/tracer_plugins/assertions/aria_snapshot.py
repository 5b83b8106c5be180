"""`check.aria_snapshot(matches="…")`: the page has the structure that people with a screen reader know it by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import ClassVar

from tracer_plugins.assertions.baselines import missing, renew_if, unusable
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Baseline, PageObservation, Verdict

SUFFIX = ".aria.yml"
AROUND = 2
"""Lines shown before and after what differs."""


class AriaSnapshotParameters(Parameters):
    """What `check.aria_snapshot` takes."""

    matches: str | None = None
    """The snapshot, as Playwright writes it; without it the baseline is compared with."""
    name: str | None = None
    """Of the baseline; without it that of the step."""
    target: str = "body"
    """A selector: look at this element alone."""


class AriaSnapshot:
    """Looks at the accessibility tree. Playwright decides: more than the snapshot names may be there."""

    name = "aria_snapshot"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ("matches",)
    parameters = AriaSnapshotParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: AriaSnapshotParameters) -> Verdict:
        """Passed when the tree matches. MissingInput when there is no baseline."""
        if parameters.matches is not None:
            matches = observation.matches_aria(parameters.matches, target=parameters.target)
            return _verdict(parameters.matches, matches, observation, parameters, hint=None)
        baseline = observation.baseline(parameters.name, suffix=SUFFIX)
        if baseline.updating:
            return _renew(baseline, observation, parameters)
        matches = _still_matches(baseline, observation, parameters)
        return _verdict(_read(baseline), matches, observation, parameters, hint=renew_if("this is right", baseline))


def _read(baseline: Baseline) -> str:
    data = baseline.read()
    if data is None:
        raise missing(baseline)
    try:
        snapshot = data.decode()
    except UnicodeDecodeError:
        raise unusable(baseline, "is no text") from None
    if not snapshot.strip():
        raise unusable(baseline, "is empty")
    return snapshot


def _still_matches(baseline: Baseline, observation: PageObservation, parameters: AriaSnapshotParameters) -> bool:
    snapshot = _read(baseline)
    try:
        return observation.matches_aria(snapshot, target=parameters.target)
    except UsageError as fault:
        observation.aria_snapshot(target=parameters.target)  # raises when it is the target that is wrong
        raise unusable(baseline, f"is damaged: {fault.message}") from None


def _verdict(
    wanted: str, matches: bool, observation: PageObservation, parameters: AriaSnapshotParameters, *, hint: str | None
) -> Verdict:
    part = "The page" if parameters.target == "body" else f"“{parameters.target}”"
    if matches:
        return Verdict(passed=True, message=f"{part} has the structure it should have.")
    actual = observation.aria_snapshot(target=parameters.target)
    expected_lines, actual_lines = _differing(wanted.strip("\n").splitlines(), actual.splitlines())
    return Verdict(
        passed=False,
        message=f"{part} has another structure than it should have.",
        expected=expected_lines,
        actual=actual_lines,
        hint=hint,
    )


def _renew(baseline: Baseline, observation: PageObservation, parameters: AriaSnapshotParameters) -> Verdict:
    """Write the tree as it is, unless what is there still matches: it may have been made less strict by hand."""
    try:
        holds = _still_matches(baseline, observation, parameters)
    except MissingInput:  # there is none, or it is damaged
        holds = False
    if not holds:
        tree = observation.aria_snapshot(target=parameters.target)
        if not tree.strip():
            raise MissingInput(
                "MissingBaseline",
                f"{baseline.shown} was not kept: {observation.url} has nothing a screen reader would tell.",
                hint="Wait for what should be there, and then check.",
            )
        baseline.write(f"{tree.rstrip()}\n".encode())
        if not observation.matches_aria(_read(baseline), target=parameters.target):
            raise MissingInput(
                "MissingBaseline",
                f"{baseline.shown} was not kept: a secret stands in it, or the page does not stay the same.",
                hint='Look at a part of the page that stays the same: `target="…"`.',
            )
    return Verdict(passed=True, message=f"The structure is kept as {baseline.shown}.")


def _differing(wanted: Sequence[str], found: Sequence[str]) -> tuple[str, str]:
    """What differs of both, with a few lines around it; the rest is left out."""
    groups = list(SequenceMatcher(None, wanted, found, autojunk=False).get_grouped_opcodes(AROUND))
    first = [(group[0][1], group[-1][2]) for group in groups]
    second = [(group[0][3], group[-1][4]) for group in groups]
    return "\n".join(_excerpt(wanted, first)), "\n".join(_excerpt(found, second))


def _excerpt(lines: Sequence[str], ranges: Sequence[tuple[int, int]]) -> Iterator[str]:
    end = 0
    for start, stop in ranges:
        if start > end:
            yield "…"
        yield from lines[start:stop]
        end = stop
    if end < len(lines):
        yield "…"


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [AriaSnapshot()]
