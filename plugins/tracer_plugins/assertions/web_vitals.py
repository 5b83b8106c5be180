"""`check.web_vitals(lcp="2.5s", cls=0.1)`: the web vitals of the page in front keep their budgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict
from tracer_runner.model.duration import format_duration
from tracer_runner.model.record import Seconds
from tracer_runner.model.run import WebVitals

LOOKS, PAUSE_SECONDS = 10, 0.1
"""How often, and how long apart, a page is asked that has none of a vital yet: browsers tell them late."""
_WHY_NONE = {"inp": "nothing was clicked or typed", "lcp": "nothing large was painted"}

Budget = Annotated[Seconds, Field(gt=0)] | None


class WebVitalsParameters(Parameters):
    """What `check.web_vitals` takes: at least one budget."""

    lcp: Budget = None
    """Largest contentful paint."""
    fcp: Budget = None
    """First contentful paint."""
    ttfb: Budget = None
    """Time to first byte."""
    inp: Budget = None
    """Interaction to next paint: the slowest interaction so far."""
    cls: Annotated[float, Field(ge=0)] | None = None
    """Cumulative layout shift, a bare number."""

    @model_validator(mode="after")
    def _has_a_budget(self) -> Self:
        if not list(_budgets(self)):
            raise ValueError('give at least one budget: lcp="2.5s"')
        return self


class WebVitalsBudgets:
    """Looks at what the browser measured of the page in front. What it could not measure does not hold."""

    name = "web_vitals"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = WebVitalsParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: WebVitalsParameters) -> Verdict:
        """Passed when each vital that has a budget was measured and is not over it."""
        budgets = dict(_budgets(parameters))
        seen = _measured(observation, wanted=budgets)
        faults = [fault for name, budget in budgets.items() if (fault := _fault(name, seen[name], budget=budget))]
        within = ", ".join(f"{name.upper()} {_shown(name, seen[name])}" for name in budgets)
        return Verdict(
            passed=not faults,
            message=" ".join(faults) or f"Within its budgets: {within}.",
            expected="\n".join(f"{name.upper()} at most {_shown(name, budget)}" for name, budget in budgets.items()),
            actual="\n".join(f"{name.upper()} {_shown(name, seen[name])}" for name in budgets),
        )


def _budgets(parameters: WebVitalsParameters) -> Iterator[tuple[str, float]]:
    """Each vital with its budget, in seconds; that of CLS is a bare number."""
    for name in WebVitalsParameters.model_fields:
        if (budget := getattr(parameters, name)) is not None:
            yield name, budget


def _measured(observation: PageObservation, *, wanted: Iterable[str]) -> dict[str, float | None]:
    seen: dict[str, float | None] = {}
    for _ in range(LOOKS):
        seen = {name: _value(observation.vitals, name) for name in wanted}
        if None not in seen.values():
            break
        observation.wait(PAUSE_SECONDS)
    return seen


def _value(vitals: WebVitals | None, name: str) -> float | None:
    """In the unit of its budget."""
    if vitals is None or name == "cls":
        return vitals.cls if vitals else None
    milliseconds: float | None = getattr(vitals, f"{name}_ms")
    return None if milliseconds is None else milliseconds / 1000


def _fault(name: str, seen: float | None, *, budget: float) -> str | None:
    if seen is None:
        why = f": {_WHY_NONE[name]}" if name in _WHY_NONE else ""
        return f"The page has no {name.upper()} yet{why}."
    if seen > budget:
        return f"{name.upper()} is {_shown(name, seen)}, over its budget of {_shown(name, budget)}."
    return None


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:.3g}" if name == "cls" else format_duration(value)


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [WebVitalsBudgets()]
