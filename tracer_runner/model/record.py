"""The base of every record: frozen, strict about unknown fields, readable and writable as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tracer_runner.model.duration import parse_duration, parse_milliseconds


class Record(BaseModel):
    """A fact that does not change. Make a new one with `model_copy(update=...)`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, validate_by_alias=True, validate_by_name=True
    )


class SourceRef(Record):
    """Where something stands in a journey file."""

    file: str
    """Path as the user would type it: relative to the project when it lies inside it."""
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def _whole(value: object) -> object:
    """Without halves of characters: a page may hold them, and neither JSON nor a terminal can."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


class Foreign:
    """Marks a field that holds text which is not ours."""


Text = Annotated[str, BeforeValidator(_whole), Foreign()]
"""Text that comes from a page or from the user's code, and may hold anything."""

Seconds = Annotated[float, BeforeValidator(parse_duration)]
"""A duration: bare numbers are seconds, strings carry a unit (`"500ms"`, `"15s"`, `"5m"`, `"1h"`, `"1d"`)."""

Milliseconds = Annotated[float, BeforeValidator(parse_milliseconds)]
"""A duration: bare numbers are milliseconds, strings may carry a unit (`"800ms"`, `"2s"`)."""
