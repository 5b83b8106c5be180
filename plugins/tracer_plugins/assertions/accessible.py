"""`check.accessible()`: the page in front breaks no accessibility rule of axe-core."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, get_args

from pydantic import model_validator

from tracer_plugins.assertions.baselines import renew_if, unusable
from tracer_plugins.assertions.listing import first_few
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Baseline, PageObservation, Verdict

if TYPE_CHECKING:
    from tracer_plugins.assertions.axe import Violation

SUFFIX = ".axe.json"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""WCAG 2.2 at the levels A and AA: what laws ask for."""
Impact = Literal["minor", "moderate", "serious", "critical"]
IMPACTS: tuple[str, ...] = get_args(Impact)

Known = Mapping[str, list[str]]
"""Rules, each with the selectors of the elements that are known to break it."""


class AccessibleParameters(Parameters):
    """What `check.accessible` takes."""

    tags: tuple[str, ...] = ()
    """Rules with any of these tags of axe; without them those of WCAG 2.2 A and AA."""
    rules: tuple[str, ...] = ()
    """These rules alone, instead of tags."""
    ignore: tuple[str, ...] = ()
    """Rules that may be broken."""
    include: tuple[str, ...] = ()
    """Selectors: look inside these elements alone."""
    exclude: tuple[str, ...] = ()
    """Selectors: leave these elements out."""
    impact: Impact = "minor"
    """The lowest impact that counts."""
    name: str | None = None
    """Of the baseline; without it that of the step."""

    @model_validator(mode="after")
    def _chooses_once(self) -> Self:
        if self.rules and self.tags:
            raise ValueError("give rules or tags, not both")
        return self


class Accessible:
    """Looks with axe-core. Violations a baseline knows, by rule and selector, are let pass."""

    name = "accessible"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = AccessibleParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: AccessibleParameters) -> Verdict:
        """Passed when no rule is broken that counts and was not known to be broken."""
        found = list(_counting(observation, parameters))
        baseline = observation.baseline(parameters.name, suffix=SUFFIX)
        data = baseline.read()
        if baseline.updating:
            return _renew(baseline, found, known=data is not None)
        known = _read(baseline, data) if data is not None else {}
        new = list(_unknown(found, known))
        more = _count(found) - _count(new)
        if not new:
            also = f" beyond the {_elements(more)} {baseline.shown} knows of" if more else ""
            return Verdict(passed=True, message=f"No accessibility rule is broken{also}.")
        first = f"{new[0].what} ({new[0].rule})"
        others = f", and {_rules(len(new) - 1)} more" if len(new) > 1 else ""
        return Verdict(
            passed=False,
            message=f"{_elements(_count(new))} {'breaks' if _count(new) == 1 else 'break'} accessibility rules: "
            f"{first}{others}.",
            expected=f"nothing beyond what {baseline.shown} knows of" if known else "no accessibility rule broken",
            actual="\n\n".join(map(_told, new)),
            hint=renew_if("this is to be known and let pass", baseline),
        )


def _counting(observation: PageObservation, parameters: AccessibleParameters) -> Iterator[Violation]:
    """The violations that count, the worst first."""
    from tracer_plugins.assertions.axe import find_violations

    lowest = IMPACTS.index(parameters.impact)
    found = find_violations(observation, context=_context(parameters), options=_options(parameters))
    for violation in sorted(found, key=lambda one: (-IMPACTS.index(one.impact), one.rule)):
        if IMPACTS.index(violation.impact) >= lowest:
            yield violation


def _context(parameters: AccessibleParameters) -> Mapping[str, Any]:
    include = list(parameters.include) or [":root"]
    return {"include": include, "exclude": list(parameters.exclude)} if parameters.exclude else {"include": include}


def _options(parameters: AccessibleParameters) -> Mapping[str, Any]:
    kind, values = ("rule", parameters.rules) if parameters.rules else ("tag", parameters.tags or WCAG)
    return {
        "runOnly": {"type": kind, "values": list(values)},
        "rules": {rule: {"enabled": False} for rule in parameters.ignore},
    }


def _unknown(found: Iterable[Violation], known: Known) -> Iterator[Violation]:
    for violation in found:
        let_pass = known.get(violation.rule, ())
        new = tuple(element for element in violation.elements if element not in let_pass)
        if new:
            yield replace(violation, elements=new)


def _read(baseline: Baseline, data: bytes) -> Known:
    try:
        known = json.loads(data)
    except ValueError:
        raise unusable(baseline, "is no JSON") from None
    if not isinstance(known, dict) or not all(isinstance(elements, list) for elements in known.values()):
        raise unusable(baseline, "does not hold a list of selectors for each rule")
    return known


def _renew(baseline: Baseline, found: list[Violation], *, known: bool) -> Verdict:
    """Write what is broken now; where nothing was and nothing is, no file is needed."""
    if found or known:
        broken = {violation.rule: sorted(violation.elements) for violation in found}
        baseline.write(f"{json.dumps(broken, indent=2, sort_keys=True, ensure_ascii=False)}\n".encode())
    message = f"{_elements(_count(found))} that break accessibility rules are known from now on."
    return Verdict(passed=True, message=message if found else "No accessibility rule is broken.")


def _told(violation: Violation) -> str:
    """One rule: what it asks for, the elements that break it, and where it is explained."""
    elements = "\n".join(f"  {line}" for line in first_few(violation.elements).splitlines())
    return f"{violation.what} ({violation.rule}, {violation.impact}):\n{elements}\n  {violation.help}"


def _count(violations: Iterable[Violation]) -> int:
    return sum(len(violation.elements) for violation in violations)


def _elements(number: int) -> str:
    return "One element" if number == 1 else f"{number} elements"


def _rules(number: int) -> str:
    return "one rule" if number == 1 else f"{number} rules"


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [Accessible()]
