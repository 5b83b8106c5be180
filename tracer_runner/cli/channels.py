"""`tracer channels`: which channel types there are, and a message to try one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracer_runner.hooks import hookimpl

if TYPE_CHECKING:
    from tracer_runner.hooks.contracts import ChannelType
    from tracer_runner.settings import Settings


@hookimpl
def tracer_add_commands(app: typer.Typer) -> None:
    """Add `channels list` and `channels test`."""
    channels = typer.Typer(help="See where alerts can be sent to, and try it.", no_args_is_help=True)
    channels.command("list")(list_channels)
    channels.command("test")(send_test)
    app.add_typer(channels, name="channels")


def list_channels() -> None:
    """List the channel types and what each is made from; what is in [brackets] need not be given.

    Through a pipe: one line a type, with tabs between its name, its title, its config and its plugin.
    """
    from tracer_runner.cli.channel_listing import show
    from tracer_runner.cli.main import complain
    from tracer_runner.hooks.manager import load_project_registry

    show(load_project_registry(warn=complain).channels)


def send_test(
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="As `tracer channels list` shows it.")],
    config: Annotated[
        list[str] | None,
        typer.Option(
            "--config",
            "-c",
            metavar="NAME=VALUE",
            help="NAME=VALUE, NAME=env:VARIABLE for a secret, or @FILE (.toml or .json); repeated: all of them.",
        ),
    ] = None,
) -> None:
    """Send a test message, under the same rules as the server: [egress.channels] of tracer.toml holds.

    Exit code 0 when it was delivered, 2 when the config has faults, 4 when it could not be delivered.
    """
    import os

    from tracer_runner.cli.channel_config import make_config, read_options
    from tracer_runner.cli.main import complain
    from tracer_runner.hooks.manager import chosen, load_registry
    from tracer_runner.settings import load_settings

    settings = load_settings()
    channel = _find(type_, among=load_registry(choice=chosen(settings), warn=complain).channels)
    made = make_config(channel, read_options(config or (), environ=os.environ))
    _deliver(channel, config=made, settings=settings)


def _find(name: str, *, among: dict[str, ChannelType]) -> ChannelType:
    from tracer_runner.errors import UsageError
    from tracer_runner.model.suggestion import suggest

    if name not in among:
        raise UsageError(
            f'There is no channel type "{name}": {suggest(name, known=among)}',
            hint="`tracer channels list` shows them all.",
        )
    return among[name]


def _deliver(channel: ChannelType, *, config: object, settings: Settings) -> None:
    """Say what happened; leaves with its exit code when it could not be delivered."""
    from datetime import UTC, datetime

    from tracer_runner.cli.channel_outcome import exit_code, explain
    from tracer_runner.cli.main import complain
    from tracer_runner.egress import open_client, policy_for
    from tracer_runner.model.alert import trial_message

    with open_client(policy_for("channels", settings.egress)) as client:
        try:
            channel.send(trial_message(now=datetime.now(UTC)), client, config=config)
        except Exception as fault:
            message, hint = explain(fault, config=config)
            complain(f"{channel.title}: {message}", hint=hint)
            raise typer.Exit(exit_code(fault)) from None
    typer.echo(f"{channel.title}: the test message was delivered.")
