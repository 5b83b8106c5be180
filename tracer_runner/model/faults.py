"""What pydantic found wrong, in words that say what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tracer_runner.model.text import counted

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_ADVICE: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "int": lambda _: "write a whole number",
    "float": lambda _: "write a number",
    "bool": lambda _: "write true or false",
    "string_type": lambda _: 'write text in quotes ("…")',
    "tuple": lambda _: 'write a list (["…", "…"])',
    "list": lambda _: 'write a list (["…", "…"])',
    "dict": lambda _: "write names with values ({…})",
    "model": lambda _: "write names with values ({…})",
    "path": lambda _: 'write a path in quotes ("…")',
    "literal_error": lambda context: f"write {context['expected']}",
    "greater_than_equal": lambda context: f"it is at least {context['ge']}",
    "greater_than": lambda context: f"it is more than {context['gt']:g}",
    "less_than_equal": lambda context: f"it is at most {context['le']}",
    "finite_number": lambda _: "write a number that has an end",
    "string_too_short": lambda context: _at_least(context["min_length"], "character"),
    "string_too_long": lambda context: f"it has at most {counted(context['max_length'], 'character')}",
    "too_short": lambda context: _at_least(context["min_length"], _unit(context)),
    "too_long": lambda context: f"it has at most {counted(context['max_length'], _unit(context))}",
    "value_error": lambda context: str(context["error"]),
}
"""By the beginning of pydantic's error type; the first that fits."""


def _at_least(number: int, unit: str) -> str:
    if number == 1:
        return "write some text" if unit == "character" else "give at least one"
    return f"it has at least {counted(number, unit)}"


def _unit(context: Mapping[str, Any]) -> str:
    """pydantic calls a secret "Value", and everything else that has a length by its kind."""
    return "character" if context["field_type"] == "Value" else "item"


def advice(error: ErrorDetails) -> str:
    """What to write instead, without the name of the field."""
    for beginning, tell in _ADVICE.items():
        if error["type"].startswith(beginning):
            return tell(error.get("ctx", {}))
    return error["msg"]
