"""From a HAR file to what a run asked of the network."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from tracer_runner.model.run import Network, NetworkRequest

ENTRY_LIMIT = 500
"""Requests kept for the waterfall; the totals count all."""
_URL_LIMIT = 2_000


def read_network(path: Path, *, started_at: datetime) -> Network:
    """The totals and the waterfall; `started_at` is the moment offsets count from."""
    entries = json.loads(path.read_text(encoding="utf-8"))["log"]["entries"]
    requests = sorted((_read_entry(entry, started_at) for entry in entries), key=lambda request: request.offset_ms)
    failed = [request for request in requests if request.failed]
    kept = requests if len(requests) <= ENTRY_LIMIT else _fewest(requests)
    return Network(
        requests=len(requests),
        failed=len(failed),
        bytes=sum(request.bytes for request in requests),
        entries=tuple(kept),
    )


def _fewest(requests: list[NetworkRequest]) -> list[NetworkRequest]:
    """Failed ones first, then the earliest, in the order of their start."""
    ranked = sorted(range(len(requests)), key=lambda number: (not requests[number].failed, number))
    return [requests[number] for number in sorted(ranked[:ENTRY_LIMIT])]


def _read_entry(entry: dict[str, Any], started_at: datetime) -> NetworkRequest:
    request, response, timings = entry["request"], entry["response"], entry.get("timings", {})
    began = datetime.fromisoformat(entry["startedDateTime"])
    status = response.get("status", -1)
    return NetworkRequest(
        method=request["method"],
        url=request["url"][:_URL_LIMIT],
        status=status if status > 0 else None,
        resource_type=entry.get("_resourceType") or _type_of(response),
        failure=response.get("_failureText") or (None if status > 0 else "no answer"),
        offset_ms=(began - started_at).total_seconds() * 1000,
        duration_ms=max(0.0, entry.get("time", 0.0)),
        blocked_ms=_phase(timings, "blocked"),
        dns_ms=_phase(timings, "dns"),
        connect_ms=_phase(timings, "connect"),
        tls_ms=_phase(timings, "ssl"),
        wait_ms=_phase(timings, "wait"),
        receive_ms=_phase(timings, "receive"),
        bytes=_size(response),
    )


def _phase(timings: dict[str, Any], name: str) -> float | None:
    value = timings.get(name, -1)
    return value if value >= 0 else None


def _size(response: dict[str, Any]) -> int:
    transferred = int(response.get("_transferSize", -1))
    if transferred >= 0:
        return transferred
    return max(0, int(response.get("headersSize", 0))) + max(0, int(response.get("bodySize", 0)))


def _type_of(response: dict[str, Any]) -> str:
    return str(response.get("content", {}).get("mimeType", "")).split(";")[0] or "other"
