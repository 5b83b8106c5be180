"""What kept a channel from delivering, in words."""

from __future__ import annotations

from tracer_runner.cli.main import COULD_NOT_LOOK, USAGE
from tracer_runner.errors import ChannelConfigError, ChannelError, EgressDenied, TracerError
from tracer_runner.model.duration import format_duration
from tracer_runner.model.hidden import hide, secrets_of


def explain(fault: Exception, *, config: object) -> tuple[str, str]:
    """The message and the next step, without any secret of the config."""
    # Of a refusal only hosts and addresses are told, which are what the reader has to write into tracer.toml.
    secrets = [] if isinstance(fault, EgressDenied) else list(secrets_of(config))
    text = hide(
        fault.message if isinstance(fault, TracerError) else f"{type(fault).__name__}: {fault}", secrets=secrets
    )
    hint = hide(fault.hint, secrets=secrets) if isinstance(fault, TracerError) and fault.hint else None
    if _is_final(fault):
        beginning, advice = "not delivered, and trying again is of no use.", "Correct the config, or the other side."
    else:
        beginning, advice = "not delivered, this time.", f"Try again {_when(fault)}; the server would by itself."
    return f"{beginning} {text}", hint or advice


def exit_code(fault: Exception) -> int:
    """A config that cannot be used is the caller's to mend, like any other fault of usage."""
    return USAGE if isinstance(fault, ChannelConfigError) else COULD_NOT_LOOK


def _is_final(fault: Exception) -> bool:
    return isinstance(fault, EgressDenied) or (isinstance(fault, ChannelError) and fault.permanent)


def _when(fault: Exception) -> str:
    wish = fault.retry_after if isinstance(fault, ChannelError) else None
    return f"in {format_duration(wish)}" if wish else "later"
