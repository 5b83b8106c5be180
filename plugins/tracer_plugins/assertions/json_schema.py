"""`check.json_schema(response, schema={…})`: the shape of a JSON body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from tracer_plugins.assertions.bodies import NotReadable, body_of, read_json
from tracer_plugins.assertions.effort import STEPS, Meter, TooMuchWork
from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.shortening import shorten
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse

_SHOWN = 3
"""Places that do not fit; of a thousand bad elements the first few tell as much."""


def _read(given: Any) -> Any:
    """A schema may come as the text of a JSON document, too."""
    import json

    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError) as fault:
        raise ValueError(f"the text is no JSON: {fault}; give the schema itself, not the name of a file") from None


def _checked(schema: dict[str, Any] | bool) -> dict[str, Any] | bool:
    from tracer_plugins.assertions.schema_checking import check_schema

    check_schema(schema)
    return schema


def _is_schema(given: Any) -> Any:
    if not isinstance(given, dict | bool):
        raise ValueError("write a schema ({…}), or its text")  # noqa: TRY004  pydantic tells ValueErrors
    return given


Schema = Annotated[dict[str, Any] | bool, AfterValidator(_checked), BeforeValidator(_is_schema), BeforeValidator(_read)]


class SchemaParameters(Parameters):
    """What `check.json_schema` takes."""

    document_schema: Schema = Field(alias="schema")
    """A JSON Schema (2020-12 unless it names another), or the text of one. It may refer only to parts of itself."""


class JsonSchema:
    """Holds the whole body against a schema."""

    name = "json_schema"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = SchemaParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, steps: int = STEPS) -> None:
        """`steps`: the work that one examination may make."""
        self._steps = steps

    def examine(self, observation: HttpResponse, parameters: SchemaParameters) -> Verdict:
        """Passed when the schema allows the body; otherwise the places that do not fit are told."""
        from tracer_plugins.assertions.schema_keywords import misfits

        expected, name = "fits the schema", body_of(observation)
        try:
            found = misfits(
                parameters.document_schema, read_json(observation), meter=Meter(self._steps), at_most=_SHOWN
            )
        except NotReadable as fault:
            return Verdict(passed=False, message=str(fault), expected=expected, actual=shorten(observation.text))
        except (TooMuchWork, RecursionError):
            message = f"{name} is too large or too deep for the schema, or the schema refers to itself without end."
            return Verdict(passed=False, message=message, expected=expected, actual=shorten(observation.text))
        if not found:
            return Verdict(passed=True, message=f"{name} fits the schema.", expected=expected, actual=expected)
        told = [f"{shorten(one.place)}: {shorten(one.text)}" for one in found]
        message = f"{name} does not fit the schema: {told[0]}"
        return Verdict(passed=False, message=message, expected=expected, actual="\n".join(told))


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [JsonSchema()]
