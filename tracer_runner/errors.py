"""Every error tracer raises on purpose.

    TracerError
      UsageError             the caller can mend it: a path, an option, a name
        SettingsError        tracer.toml or TRACER_*; all faults at once
        PluginLoadError      plugins; all faults at once, each naming its plugin
        LoadError            journey files; all faults at once, each with file and line
        MissingInput         a param, secret or baseline that is not there; the run becomes `error`
      BrowserUnavailable     no browser to run journeys in; says how to get one
      PluginError            a plugin could not be loaded or broke its contract; names the plugin
      EgressDenied           the policy does not allow this address; names the setting that would
      ChannelError           a channel could not deliver; says whether trying again is of any use
        ChannelConfigError   its config turned out to be of no use when it was used; permanent
      ProbeFailed            the target of a monitor is at fault
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
        if hint:
            self.add_note(hint)  # for tracebacks, pytest's too: they show notes, and know nothing of hints

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


class PluginLoadError(UsageError):
    """The plugins cannot be used."""

    def __init__(self, faults: list[str], *, hint: str) -> None:
        """`faults`: each names its plugin."""
        super().__init__("\n".join(faults), hint=hint)
        self.faults = faults


class MissingInput(UsageError):
    """A param, secret or baseline is not there."""

    def __init__(
        self, kind: Literal["MissingParam", "MissingSecret", "MissingBaseline"], message: str, *, hint: str
    ) -> None:
        """`kind` is the class results show."""
        super().__init__(message, hint=hint)
        self.kind = kind


class BrowserUnavailable(TracerError):
    """There is no browser to run journeys in."""


class PluginError(TracerError):
    """A plugin could not be used."""


class EgressDenied(TracerError):
    """This address is not allowed."""


class ChannelError(TracerError):
    """The message could not be delivered."""

    def __init__(
        self, message: str, *, permanent: bool, retry_after: float | None = None, hint: str | None = None
    ) -> None:
        """`permanent`: the same will happen again (a token is not valid); `retry_after`: the receiver's wish, s."""
        super().__init__(message, hint=hint)
        self.permanent = permanent
        self.retry_after = retry_after


class ChannelConfigError(ChannelError):
    """The config of the channel cannot be used."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        """For what only shows when the channel is used; what can be seen before, its model refuses."""
        super().__init__(message, permanent=True, hint=hint)


class ProbeFailed(TracerError):
    """The target did not do what it should."""

    def __init__(
        self, message: str, *, reason: Literal["dns", "refused", "timeout", "tls", "protocol", "unreachable"]
    ) -> None:
        """`message` is for people; nothing a target sent is in it."""
        super().__init__(message)
        self.reason = reason


class EngineError(TracerError):
    """The engine could not go on."""


def _count(faults: list[str]) -> str:
    return "one fault" if len(faults) == 1 else f"{len(faults)} faults"
