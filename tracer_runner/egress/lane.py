"""One way through a forward proxy, and what befell it."""

from __future__ import annotations

import socket

from tracer_runner.egress.proxy_connection import ProxyConnection
from tracer_runner.egress.reasons import sentence_of
from tracer_runner.errors import EgressDenied, EngineError

MOST_NOTES = 20
"""Refusals of one lane that are kept, failures, and faults."""


class Lane:
    """One way through the proxy, for one run. Made by `ForwardProxy.open_lane`."""

    def __init__(self, name: str, listener: socket.socket) -> None:
        self.name = name
        self.listener = listener
        self.connections: set[ProxyConnection] = set()
        self._denials: dict[str, EgressDenied] = {}
        self._failures: dict[str, None] = {}
        self._faults: dict[str, EngineError] = {}

    @property
    def address(self) -> str:
        """For `proxy={"server": …}`."""
        host, port = self.listener.getsockname()[:2]
        return f"http://{host}:{port}"

    @property
    def denials(self) -> tuple[EgressDenied, ...]:
        """What was refused so far, each address once."""
        return tuple(self._denials.values())

    @property
    def failures(self) -> tuple[str, ...]:
        """What could not be reached so far, as sentences."""
        return tuple(self._failures)

    @property
    def faults(self) -> tuple[EngineError, ...]:
        """What tracer itself could not do so far, each once: the site is not to blame for what came of it."""
        return tuple(self._faults.values())

    def note_denied(self, denied: EgressDenied) -> None:
        """Keep a refusal."""
        if len(self._denials) < MOST_NOTES:
            self._denials.setdefault(denied.message, denied)

    def note_failed(self, host: str, fault: OSError) -> None:
        """Keep that a host could not be reached."""
        if len(self._failures) < MOST_NOTES:
            self._failures[sentence_of(fault, host=host)] = None

    def note_fault(self, why: str) -> None:
        """Keep that tracer had no means to go on: files, threads, or room."""
        noted = EngineError(
            f"The egress proxy could not make a connection: {why}.",
            hint="Run fewer journeys at once, or let this process have more files and threads.",
        )
        if len(self._faults) < MOST_NOTES:
            self._faults.setdefault(noted.message, noted)
