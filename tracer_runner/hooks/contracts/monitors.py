"""Monitor types: what is looked at on a schedule."""

from __future__ import annotations

import socket
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from tracer_runner.hooks.contracts.client import Client


@dataclass(frozen=True)
class ProbeContext:
    """What a probe works with."""

    client: Client
    timeout: float
    """Seconds it may take."""
    location: str = "local"


@dataclass(frozen=True)
class Wait:
    """A stepped probe waits until this socket can be read from or written to."""

    socket: socket.socket
    until: Literal["readable", "writable"]


class MonitorType(Protocol):
    """One kind of monitor. It is also a `BlockingMonitorType` or a `SteppedMonitorType`."""

    @property
    def name(self) -> str:
        """`type` of a monitor: `url`."""

    @property
    def title(self) -> str:
        """For people: `Website or API`."""

    @property
    def subjects(self) -> Sequence[str]:
        """What it observes, and so which assertions it takes: `("http", "tls")`."""

    @property
    def default_assertions(self) -> Sequence[Mapping[str, Any]]:
        """Held against what it saw when the monitor declares none, as a monitor would declare them."""

    @property
    def config(self) -> type[BaseModel]:
        """What a monitor of this type is made from. Secrets are `pydantic.SecretStr`."""


class BlockingMonitorType(MonitorType, Protocol):
    """It looks in a thread of its own."""

    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        """Look once and give what was seen of each subject: `{"http": HttpResponse(…)}`.

        `ProbeFailed` says that the target is at fault (refused, too slow, broken); any other exception is ours.
        """


class SteppedMonitorType(MonitorType, Protocol):
    """It never blocks: thousands are driven by one loop."""

    def start(self, config: Any, context: ProbeContext) -> Generator[Wait, None, Mapping[str, Any]]:
        """The same step by step: yield a `Wait` for each socket that is not ready, return what was seen.

        After `context.timeout` the generator is closed, and the run failed.
        """
