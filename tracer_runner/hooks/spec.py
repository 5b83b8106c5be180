"""Every hook.

The `tracer_register_…` hooks are called once at start and give objects. The others observe: they are told of what has
happened, in a thread of the plugin's own, and nothing waits for them. None decides anything, and none delivers alerts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracer_runner.hooks import hookspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from tracer_runner.hooks.contracts import (
        AssertionType,
        ChannelType,
        ContextOption,
        JourneyArgument,
        MonitorType,
        Reporter,
    )
    from tracer_runner.model.alert import Alert
    from tracer_runner.model.event import RunStarted, StepFinished
    from tracer_runner.model.run import Run


@hookspec
def tracer_add_commands(app: typer.Typer) -> None:
    """Add commands to `tracer`: `app.command("name")(function)` or `app.add_typer(...)`.

    Called each time `tracer` starts, so the module imports nothing heavy: do that inside the command.
    """


@hookspec
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give assertions; a journey calls them as `check.<name>(...)`, a monitor declares them by `type`."""
    return ()


@hookspec
def tracer_register_reporters() -> Iterable[Reporter]:
    """Give reporters; `tracer run --report <name>=PATH` and `tracer report --to <name>` use them."""
    return ()


@hookspec
def tracer_register_arguments() -> Iterable[JourneyArgument]:
    """Give journey arguments; a journey asks for one by writing its name as a parameter."""
    return ()


@hookspec
def tracer_register_context_options() -> Iterable[ContextOption]:
    """Give options of the browser context that every journey runs in; tracer.toml and journeys may say otherwise."""
    return ()


@hookspec
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give channel types; an alert channel is made from one by its name and a config."""
    return ()


@hookspec
def tracer_register_monitors() -> Iterable[MonitorType]:
    """Give monitor types; a monitor is made from one by its name and a config."""
    return ()


@hookspec
def tracer_run_started(event: RunStarted) -> None:
    """A run was handed to a runner for the first time."""


@hookspec
def tracer_step_finished(event: StepFinished) -> None:
    """A step of a run ended; steps come in the order in which they ended."""


@hookspec
def tracer_run_finished(run: Run) -> None:
    """A run has its one final result. Its artifacts are complete."""


@hookspec
def tracer_alert_changed(alert: Alert) -> None:
    """An alert was opened, acknowledged or resolved; its status says which."""
