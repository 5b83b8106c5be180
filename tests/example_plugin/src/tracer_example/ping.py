"""A monitor type that blocks: a service that answers PING with PONG, as Redis does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any, ClassVar

from pydantic import SecretStr

from tracer_example.targets import LIMIT, Place, as_probe_failed
from tracer_runner.errors import ProbeFailed
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import MonitorType, ProbeContext
from tracer_runner.model.record import Record


class Config(Place):
    """Where the service is, and the password it wants."""

    password: SecretStr | None = None


class Pong(Record):
    """It answered."""

    elapsed_ms: float


class PingType:
    """Sends one line after another and reads the answers."""

    name = "ping"
    title = "Redis"
    subjects: ClassVar[tuple[str, ...]] = ("pong",)
    default_assertions: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    config = Config

    def probe(self, config: Config, context: ProbeContext) -> Mapping[str, Any]:
        began = time.monotonic()
        end = began + context.timeout
        with (
            as_probe_failed(config),
            closing(context.client.connect(config.host, config.port, timeout=context.timeout)) as service,
        ):
            if config.password:
                self._ask(service, f"AUTH {config.password.get_secret_value()}", expected=b"+OK", end=end)
            self._ask(service, "PING", expected=b"+PONG", end=end)
        return {"pong": Pong(elapsed_ms=(time.monotonic() - began) * 1000)}

    def _ask(self, service: socket.socket, line: str, *, expected: bytes, end: float) -> None:
        service.sendall(f"{line}\r\n".encode())
        answer = b""
        while b"\n" not in answer and len(answer) < LIMIT:
            service.settimeout(max(0.001, end - time.monotonic()))  # so that drops of an answer gain no time
            part = service.recv(LIMIT)
            if not part:
                break
            answer += part
        if not answer.startswith(expected):
            word = line.partition(" ")[0]
            raise ProbeFailed(f"The service did not answer {word} as Redis does.", reason="protocol")


@hookimpl
def tracer_register_monitors() -> Iterable[MonitorType]:
    return [PingType()]
