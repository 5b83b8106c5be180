"""Requests as a waterfall, and those that failed in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracer_reports.views.selection import select
from tracer_reports.views.timeline import Tick, place_of, ticks
from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import Network, NetworkRequest
from tracer_runner.model.text import counted, format_size, one_line

PHASES = ("blocked", "dns", "connect", "tls", "wait", "receive")
MOST = 500
"""Requests shown of one attempt."""


@dataclass(frozen=True)
class Phase:
    name: str
    left: float
    width: float


@dataclass(frozen=True)
class RequestRow:
    method: str
    url: str
    short: str
    """The last part of the path, or the host."""
    host: str
    result: str
    """`200`, or the browser's reason."""
    failed: bool
    kind: str
    size: str
    duration: str
    phases: tuple[Phase, ...]
    title: str
    """How long each phase took."""


@dataclass(frozen=True)
class NetworkView:
    summary: str
    rows: tuple[RequestRow, ...]
    failed: tuple[RequestRow, ...]
    ticks: tuple[Tick, ...]
    left_out: str | None


def view_network(network: Network, *, room: int = MOST) -> NetworkView:
    """At most `room` requests in the waterfall, failed ones always among them as far as that goes."""
    kept = select(network.entries, room=max(0, min(room, MOST)), matters=lambda entry: entry.failed)
    start = min((entry.offset_ms for entry in kept), default=0.0)
    total = max([1.0, *(entry.offset_ms + entry.duration_ms - start for entry in kept)])
    rows = tuple(_row(entry, start=start, total=total) for entry in kept)
    missing = max(network.requests, len(network.entries)) - len(kept)
    return NetworkView(
        summary=_summary(network),
        rows=rows,
        failed=tuple(row for row in rows if row.failed),
        ticks=ticks(total) if rows else (),
        left_out=f"{counted(missing, 'more request')} left out here." if missing > 0 else None,
    )


def phases(entry: NetworkRequest) -> list[tuple[str, float]]:
    """Each phase with its milliseconds, in the order they happen."""
    found = {name: max(getattr(entry, f"{name}_ms") or 0.0, 0.0) for name in PHASES}
    if found["connect"] >= found["tls"]:
        found["connect"] -= found["tls"]  # a HAR counts the TLS handshake as part of connecting
    return [(name, length) for name, length in found.items() if length > 0]


def _row(entry: NetworkRequest, *, start: float, total: float) -> RequestRow:
    url = one_line(entry.url, limit=500)
    host, short = _names(url)
    reason = one_line(entry.failure, limit=120) if entry.failure else ""
    status = str(entry.status) if entry.status is not None else ""
    lengths = ", ".join(f"{name} {format_duration(length / 1000)}" for name, length in phases(entry))
    return RequestRow(
        method=one_line(entry.method, limit=12),
        url=url,
        short=short,
        host=host,
        result=" ".join(part for part in (status, reason) if part) or "no answer",
        failed=entry.failed,
        kind=one_line(entry.resource_type, limit=20),
        size=format_size(entry.bytes) if entry.bytes > 0 else "–",
        duration=format_duration(entry.duration_ms / 1000),
        phases=tuple(_places(entry, start=start, total=total)),
        title=lengths,
    )


def _places(entry: NetworkRequest, *, start: float, total: float) -> Iterator[Phase]:
    left = entry.offset_ms - start
    found = phases(entry)
    longest = sum(length for _, length in found)
    scale = entry.duration_ms / longest if longest > entry.duration_ms > 0 else 1.0
    if not found:
        found, scale = [("whole", entry.duration_ms)], 1.0
    for name, length in found:
        place = min(place_of(left, total=total), 99.7)
        yield Phase(name=name, left=place, width=round(min(max(length * scale / total * 100, 0.3), 100 - place), 2))
        left += length * scale


def _names(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url[:80]
    last = parts.path.rstrip("/").rpartition("/")[2]
    short = last or parts.netloc or url
    return parts.netloc[:80], short if len(short) <= 80 else f"{short[:79]}…"


def _summary(network: Network) -> str:
    parts = [counted(network.requests, "request")]
    if network.failed:
        parts.append(f"{network.failed:,} failed")
    if network.bytes:  # without a HAR nobody counted them
        parts.append(f"{format_size(network.bytes)} received")
    return ", ".join(parts)
