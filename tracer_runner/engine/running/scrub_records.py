"""Secrets taken out of records: of every field that holds text from a page or from the user's code."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args

from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.model.record import Foreign, Record

R = TypeVar("R", bound=Record)


def scrub_record(record: R, scrubber: Scrubber) -> R:
    """The record with every secret masked; the same object when there was none."""
    if not scrubber.active:
        return record
    update = {}
    for name, foreign in _fields(type(record)).items():
        before = getattr(record, name)
        after = _scrub(before, scrubber, foreign=foreign)
        if after is not before:
            update[name] = after
    return record.model_copy(update=update) if update else record


def _scrub(value: Any, scrubber: Scrubber, *, foreign: bool) -> Any:
    if isinstance(value, Record):
        return scrub_record(value, scrubber)
    if isinstance(value, tuple):
        scrubbed = tuple(_scrub(item, scrubber, foreign=foreign) for item in value)
        return value if all(after is before for after, before in zip(scrubbed, value, strict=True)) else scrubbed
    if isinstance(value, dict):
        return scrubber.value(value)
    if foreign and isinstance(value, str) and scrubber.found(value):
        return scrubber.text(value)
    return value


@cache
def _fields(class_: type[Record]) -> dict[str, bool]:
    """Each field, and whether it holds text that is not ours."""
    return {name: _is_foreign((*field.metadata, field.annotation)) for name, field in class_.model_fields.items()}


def _is_foreign(parts: tuple[Any, ...]) -> bool:
    return any(
        isinstance(part, Foreign) or _is_foreign((*getattr(part, "__metadata__", ()), *get_args(part)))
        for part in parts
    )
