"""`check.json_path(response, path="$.total", equals=3)`: values at a path of a JSON body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, JsonValue, model_validator

from tracer_plugins.assertions.bodies import NotReadable, body_of, read_json
from tracer_plugins.assertions.effort import STEPS, Meter, TooMuchWork
from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.patterns import PatternText
from tracer_plugins.assertions.shortening import shorten, shown
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse


def _checked(path: str) -> str:
    from tracer_plugins.assertions.json_query import check_path

    return check_path(path)


Path = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_checked)]
_NULLABLE = {"equals", "not_equals", "contains"}
Number = Annotated[float, Field(allow_inf_nan=False)]


class PathParameters(Parameters):
    """What `check.json_path` takes."""

    path: Path
    """RFC 9535, and `.length` of arrays: `$.items[0].name`, `$.items[*].price`, `$.items.length`."""
    equals: JsonValue = None
    not_equals: JsonValue = None
    contains: JsonValue = None
    """Part of a text, or an element of an array."""
    less_than: Number | None = None
    greater_than: Number | None = None
    matches: PatternText | None = None
    """A pattern found in a text."""
    exists: bool = True
    """False: there should be nothing at this path."""
    several: Literal["all", "any"] = "all"
    """How many of several values must be as wanted."""

    @model_validator(mode="after")
    def _fits_together(self) -> PathParameters:
        if not self.exists and self.wanted:
            raise ValueError(f"with exists: false there is nothing to compare; leave out {', '.join(self.wanted)}")
        return self

    @property
    def wanted(self) -> dict[str, Any]:
        """Each comparison that was given, and its value; documents hold null, so it may be null."""
        values = {name: getattr(self, name) for name in JsonPath.operators if name != "exists"}
        null = self.model_fields_set & _NULLABLE
        return {name: value for name, value in values.items() if value is not None or name in null}


class JsonPath:
    """Looks at what stands at a path; without anything to compare with, at whether anything does."""

    name = "json_path"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = (
        "equals", "not_equals", "contains", "less_than", "greater_than", "matches", "exists",
    )  # fmt: skip
    parameters = PathParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, steps: int = STEPS) -> None:
        """`steps`: the work that one examination may make."""
        self._steps = steps

    def examine(self, observation: HttpResponse, parameters: PathParameters) -> Verdict:
        """Passed when the values are as wanted."""
        from tracer_plugins.assertions.json_conditions import conditions
        from tracer_plugins.assertions.json_query import find

        meter = Meter(self._steps)
        wanted = conditions(parameters.wanted, meter=meter)
        expected = wanted.words or ("exists" if parameters.exists else "does not exist")
        try:
            values = find(parameters.path, read_json(observation), meter=meter)
            if not (values and wanted.words):
                return _presence(values, observation, parameters, expected=expected)
            fits = [wanted.met(value) for value in values]
        except NotReadable as fault:
            return Verdict(passed=False, message=str(fault), expected=expected, actual=shorten(observation.text))
        except (TooMuchWork, RecursionError):
            message = f"{body_of(observation)} is too large or too deep for the path {shorten(parameters.path)}."
            return Verdict(passed=False, message=message, expected=expected, actual=shorten(observation.text))
        return _verdict(values, fits, parameters, expected=expected)


def _presence(values: Sequence[Any], response: HttpResponse, parameters: PathParameters, *, expected: str) -> Verdict:
    message = f"There is {'something' if values else 'nothing'} at {shorten(parameters.path)}"
    name = body_of(response)
    return Verdict(
        passed=bool(values) == parameters.exists and not parameters.wanted,
        message=f"{message} in {name[0].lower()}{name[1:]}.",
        expected=expected,
        actual=_sample(values) if values else "nothing",
    )


def _verdict(values: Sequence[Any], fits: Sequence[bool], parameters: PathParameters, *, expected: str) -> Verdict:
    passed = all(fits) if parameters.several == "all" else any(fits)
    message = _told(values, fits, passed=passed, path=shorten(parameters.path))
    return Verdict(
        passed=passed,
        message=f"{message}." if passed else f"{message}; expected a value that {expected}.",
        expected=expected,
        actual=_sample(values),
    )


def _told(values: Sequence[Any], fits: Sequence[bool], *, passed: bool, path: str) -> str:
    if len(values) == 1:
        return f"{path} is {shown(values[0])}"
    count = fits.count(True)
    amount = "All" if count == len(values) else f"{count:,} of" if count else "None of"
    message = f"{amount} {len(values):,} values at {path} {'are' if count > 1 else 'is'} as expected"
    return message if passed else f"{message}, the first that is not: {shown(values[fits.index(False)])}"


def _sample(values: Sequence[Any]) -> str:
    more = f" and {len(values) - 3:,} more" if len(values) > 3 else ""
    return ", ".join(shown(value) for value in values[:3]) + more


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [JsonPath()]
