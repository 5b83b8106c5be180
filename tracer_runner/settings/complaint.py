"""Say what is wrong with the settings: every fault, with its key and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracer_runner.errors import SettingsError
from tracer_runner.model.faults import advice
from tracer_runner.model.record import Record
from tracer_runner.model.suggestion import closest, suggest
from tracer_runner.settings.egress import EgressSettings, LookingSettings, TellingSettings
from tracer_runner.settings.environ import BROWSER, variable
from tracer_runner.settings.schema import (
    BrowserSettings,
    Choices,
    EnvironmentSettings,
    PluginSettings,
    RunSettings,
)

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    Place = tuple[int | str, ...]


_NOTHING = object()
_TABLES: Mapping[tuple[str, ...], type[Record]] = {
    ("browser",): BrowserSettings,
    ("run",): RunSettings,
    ("plugins",): PluginSettings,
    ("egress",): EgressSettings,
    ("egress", "monitors"): LookingSettings,
    ("egress", "journeys"): LookingSettings,
    ("egress", "webhooks"): TellingSettings,
    ("egress", "channels"): TellingSettings,
}


def complain(
    error: ValidationError, *, values: Mapping[str, Any], environ: Mapping[str, Any], file: Path | None
) -> SettingsError:
    """One error for all faults in `values`; those of `environ` came from variables, the rest from the file."""
    faults = [_fault(detail, values=values, environ=environ) for detail in error.errors()]
    return SettingsError(faults, source=str(file) if file else "The environment")


def _fault(detail: ErrorDetails, *, values: Mapping[str, Any], environ: Mapping[str, Any]) -> str:
    place = detail["loc"]
    name = _variable(place) if _at(place, values=environ) is not _NOTHING else _key(place)
    if detail["type"] == "extra_forbidden":
        return f"{name} is no setting: {_known(place)}"
    written = _at(place, values=values)
    return f"{name} = {detail['input'] if written is _NOTHING else written!r}: {advice(detail)}"


def _at(place: Place, *, values: Any) -> Any:
    """The value that was written at this place."""
    for part in place:
        if not isinstance(values, Mapping) or part not in values:
            return _NOTHING
        values = values[part]
    return values


def _variable(place: Place) -> str:
    name = variable(place)
    return f"{name} (or {BROWSER})" if place == ("browser", "executable") else name


def _key(place: Place) -> str:
    *tables, name = (str(part) for part in place)
    return f"[{'.'.join(tables)}] {name}" if tables else name


def _known(place: Place) -> str:
    """What to write instead of an unknown key."""
    name, known = str(place[-1]), _table(place).model_fields
    if len(place) == 1 and not closest(name, known=known):
        for tables, model in _TABLES.items():
            if near := closest(name, known=model.model_fields):
                return f"did you mean [{'.'.join(tables)}] {near}?"
    return suggest(name, known=known)


def _table(place: Place) -> type[Record]:
    """The table a key stands in; names that the user chose (`[environments.NAME]`) stand for any."""
    tables = tuple(str(part) for part in place[:-1])
    if tables[:1] == ("environments",) and len(tables) == 2:
        return EnvironmentSettings
    return _TABLES.get(tables, Choices)
