"""Find tracer.toml, read it, put the environment over it, and tell all faults at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tracer_runner.errors import SettingsError
from tracer_runner.settings.complaint import complain
from tracer_runner.settings.environ import read_environ
from tracer_runner.settings.schema import Choices, Settings

FILE = "tracer.toml"


def load_settings(start: Path | None = None, *, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that hold in the folder `start` (default: here).

    tracer.toml is looked for there and in the folders above it; without one the defaults hold. `TRACER_*` of `environ`
    (default: the variables of this process) beat the file. SettingsError tells all faults at once.
    """
    begin = Path(os.path.abspath(start or Path.cwd()))  # noqa: PTH100 - links stay as the user sees them
    begin = begin.parent if begin.is_file() else begin
    file = next((folder / FILE for folder in (begin, *begin.parents) if (folder / FILE).is_file()), None)
    project = file.parent if file else begin
    from_file = _read(file) if file else {}
    from_environ = read_environ(os.environ if environ is None else environ)
    values = _merged(from_file, over=from_environ)
    try:
        choices = Choices.model_validate(values)
    except ValidationError as error:
        raise complain(error, values=values, environ=from_environ, file=file) from error
    return Settings.model_validate({**_with_whole_path(choices, project=project), "project": project})


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        advice = 'write name = 5, name = true, name = "text" or [table]'
        raise SettingsError([f"{error}; {advice}"], source=str(file)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(["it is not UTF-8; save it as UTF-8"], source=str(file)) from error
    except OSError as error:
        raise SettingsError([f"it cannot be read: {error.strerror}"], source=str(file)) from error


def _merged(below: Mapping[str, Any], *, over: Mapping[str, Any]) -> dict[str, Any]:
    """The values of both; where both are tables, theirs are merged too."""
    merged = {**below, **over}
    for name, value in over.items():
        lower = below.get(name)
        if isinstance(lower, dict) and isinstance(value, dict):
            merged[name] = _merged(lower, over=value)
    return merged


def _with_whole_path(choices: Choices, *, project: Path) -> dict[str, Any]:
    values = dict(choices)
    executable = choices.browser.executable
    if executable:
        whole = project / executable.expanduser()
        values["browser"] = choices.browser.model_copy(update={"executable": whole})
    return values
