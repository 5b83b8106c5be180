"""A monitor type that never blocks: the first line a TCP service says, as SMTP, FTP and SSH do."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from typing import Any, ClassVar

from tracer_example.targets import LIMIT, Place, as_probe_failed
from tracer_runner.errors import ProbeFailed
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import MonitorType, ProbeContext, Wait
from tracer_runner.model.record import Record, Text


class Banner(Record):
    """What the service said."""

    text: Text
    elapsed_ms: float


class BannerType:
    """Connects, and waits for a line."""

    name = "banner"
    title = "Banner of a TCP service"
    subjects: ClassVar[tuple[str, ...]] = ("banner",)
    default_assertions: ClassVar[tuple[Mapping[str, Any], ...]] = ({"type": "greeting"},)
    config = Place

    def start(self, config: Place, context: ProbeContext) -> Generator[Wait, None, Mapping[str, Any]]:
        began, line = time.monotonic(), b""
        with (
            as_probe_failed(config),
            closing(context.client.connect(config.host, config.port, timeout=context.timeout)) as service,
        ):
            service.setblocking(False)
            while b"\n" not in line and len(line) < LIMIT:
                yield Wait(service, "readable")
                part = service.recv(LIMIT)
                if not part:
                    raise ProbeFailed(f"{config.host}:{config.port} hung up before it said a line.", reason="protocol")
                line += part
        text = line.partition(b"\n")[0].decode("utf-8", "replace").strip()
        return {"banner": Banner(text=text, elapsed_ms=(time.monotonic() - began) * 1000)}


@hookimpl
def tracer_register_monitors() -> Iterable[MonitorType]:
    return [BannerType()]
