"""Every error tracer raises on purpose.

    TracerError
      UsageError             the caller can mend it: a path, an option, a name
        SettingsError        tracer.toml or TRACER_*; all faults at once
        LoadError            journey files; all faults at once, each with file and line
        MissingInput         a param or secret without a value; the run becomes `error` before a browser starts
      BrowserUnavailable     no browser to run journeys in; says how to get one
      PluginError            a plugin could not be loaded or broke its contract; names the plugin
      EngineError            the engine itself could not go on

A journey that fails is no exception outside the engine: it is a `Run` with a status. The docstring of a class is its
message when none is given. Exit codes and HTTP statuses are chosen at the edges (`tracer_runner.cli.main`), not here.
"""

from __future__ import annotations

import inspect
from typing import Literal


class TracerError(Exception):
    """Something went wrong in tracer."""

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        """`message` says what is wrong and names the thing; `hint` is the next step for the reader."""
        super().__init__(message or inspect.getdoc(type(self)))
        self.hint = hint

    @property
    def message(self) -> str:
        return str(self.args[0])


class UsageError(TracerError):
    """The command, option or argument cannot be used like this."""


class SettingsError(UsageError):
    """The settings have faults."""

    def __init__(self, faults: list[str], *, source: str) -> None:
        """`faults`: one line each, naming the key; `source`: the file or environment they came from."""
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{source} has {_count(faults)}:\n{lines}", hint="Correct these and run again.")
        self.faults = faults


class LoadError(UsageError):
    """The journeys cannot be loaded."""

    def __init__(self, faults: list[str]) -> None:
        """`faults`: each begins with `file:line: ` and ends with what to do."""
        super().__init__("\n".join(faults))
        self.faults = faults


class MissingInput(UsageError):
    """A param or secret has no value."""

    def __init__(self, kind: Literal["MissingParam", "MissingSecret"], message: str, *, hint: str) -> None:
        """`kind` is the class results show."""
        super().__init__(message, hint=hint)
        self.kind = kind


class BrowserUnavailable(TracerError):
    """There is no browser to run journeys in."""


class PluginError(TracerError):
    """A plugin could not be used."""


class EngineError(TracerError):
    """The engine could not go on."""


def _count(faults: list[str]) -> str:
    return "one fault" if len(faults) == 1 else f"{len(faults)} faults"
