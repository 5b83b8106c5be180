"""What kept a channel from delivering, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, SecretStr

from tracer_runner.errors import ChannelError, TracerError
from tracer_runner.model.duration import format_duration


def explain(fault: Exception, *, config: object) -> tuple[str, str]:
    """The message, without any secret of the config, and the next step."""
    text = fault.message if isinstance(fault, TracerError) else f"{type(fault).__name__}: {fault}"
    for secret in _secrets(config):
        text = text.replace(secret, "…")
    if isinstance(fault, ChannelError) and fault.permanent:
        return f"not delivered, and trying again is of no use. {text}", "Correct the config, or the other side."
    wish = fault.retry_after if isinstance(fault, ChannelError) else None
    when = f"in {format_duration(wish)}" if wish else "later"
    return f"not delivered, this time. {text}", f"Try again {when}; the server would by itself."


def _secrets(value: object) -> Iterator[str]:
    if isinstance(value, SecretStr):
        if value.get_secret_value():
            yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from _secrets(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _secrets(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            yield from _secrets(inner)
