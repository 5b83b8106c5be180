"""The config of a channel as options give it: `--config url=https://…`, `--config @slack.toml`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from tracer_runner.errors import SettingsError, UsageError
from tracer_runner.hooks.contracts import ChannelType
from tracer_runner.model.faults import advice
from tracer_runner.model.suggestion import suggest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ENVIRON = "env:"
"""Begins a value that is the name of a variable."""
_READERS = {".toml": tomllib.loads, ".json": json.loads}


def read_options(options: Iterable[str], *, environ: Mapping[str, str]) -> dict[str, Any]:
    """The values of all options; a name with dots goes into a table, a name given twice makes a list.

    UsageError says which option, file or variable is at fault; no value is ever shown.
    """
    values: dict[str, Any] = {}
    pairs: dict[str, list[str]] = {}
    for number, option in enumerate(options, 1):
        name, equals, value = option.partition("=")
        if option.startswith("@"):
            values |= _read_file(Path(option[1:]))
        elif equals and all(name.split(".")):
            pairs.setdefault(name, []).append(value)
        else:
            raise UsageError(f"--config {number} has no value: write NAME=VALUE, or @FILE")
    for name, given in pairs.items():
        _put(values, name.split("."), given[0] if len(given) == 1 else given)
    return {name: _resolved(value, name=name, environ=environ) for name, value in values.items()}


def make_config(channel: ChannelType, values: Mapping[str, Any]) -> BaseModel:
    """The config of this type; SettingsError tells all its faults, each by the name of its field."""
    try:
        return channel.config.model_validate(values)
    except ValidationError as error:
        known = {field.alias or name for name, field in channel.config.model_fields.items()}
        faults = [_fault(detail, known=known, values=values) for detail in error.errors(include_input=False)]
        raise SettingsError(faults, source=f"The config of {channel.name}") from None


def _fault(detail: ErrorDetails, *, known: set[str], values: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f"{name}: there is no such field; {suggest(name, known=known)}"
    if detail["type"] == "missing":
        return f"{name}: it is needed; write --config {name}=…"
    if detail["type"].endswith("_type") and isinstance(_given(values, detail["loc"]), list):
        return f"{name}: it takes one value; give it once, and no list"
    return f"{name}: {advice(detail)}" if name else advice(detail)


def _given(values: Any, place: Iterable[int | str]) -> Any:
    """What was given for this field; None where nothing was."""
    for part in place:
        values = values.get(part) if isinstance(values, Mapping) else None
    return values


def _put(values: dict[str, Any], path: list[str], value: object) -> None:
    for part in path[:-1]:
        inner = values.setdefault(part, {})
        if not isinstance(inner, dict):
            raise UsageError(f'--config gives "{part}" a value, and names with values in it, too')
        values = inner
    values[path[-1]] = value


def _resolved(value: Any, *, name: str, environ: Mapping[str, str]) -> Any:
    """With `env:NAME` replaced by what the variable holds."""
    if isinstance(value, dict):
        return {key: _resolved(inner, name=f"{name}.{key}", environ=environ) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, name=name, environ=environ) for inner in value]
    if not isinstance(value, str) or not value.startswith(ENVIRON):
        return value
    variable = value.removeprefix(ENVIRON)
    if not variable:
        raise UsageError(f"{name}: {ENVIRON} names no variable; write {ENVIRON}NAME")
    if variable not in environ:
        raise UsageError(f"{name}: the environment has no {variable}", hint=f"export {variable}=… before.")
    return environ[variable]


def _read_file(file: Path) -> dict[str, Any]:
    read = _READERS.get(file.suffix)
    if read is None:
        raise UsageError(f"@{file} is neither .toml nor .json; write @FILE, as in @slack.toml")
    try:
        values = read(file.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{file} is not UTF-8; save it as UTF-8") from fault
    except ValueError as fault:
        raise UsageError(f"{file} is no {file.suffix[1:].upper()}: {fault}") from None
    if not isinstance(values, dict):
        raise UsageError(f"{file} holds no names with values")
    return values
