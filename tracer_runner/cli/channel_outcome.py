"""What kept a channel from delivering, in words."""

from __future__ import annotations

from tracer_runner.errors import ChannelError, EgressDenied, TracerError
from tracer_runner.model.duration import format_duration
from tracer_runner.model.hidden import hide, secrets_of


def explain(fault: Exception, *, config: object) -> tuple[str, str]:
    """The message, without any secret of the config, and the next step."""
    text = fault.message if isinstance(fault, TracerError) else f"{type(fault).__name__}: {fault}"
    if isinstance(fault, EgressDenied) and fault.hint:
        text = f"{text} {fault.hint}"
    text = hide(text, secrets=secrets_of(config))
    if isinstance(fault, EgressDenied) or (isinstance(fault, ChannelError) and fault.permanent):
        return f"not delivered, and trying again is of no use. {text}", "Correct the config, or the other side."
    wish = fault.retry_after if isinstance(fault, ChannelError) else None
    when = f"in {format_duration(wish)}" if wish else "later"
    return f"not delivered, this time. {text}", f"Try again {when}; the server would by itself."
