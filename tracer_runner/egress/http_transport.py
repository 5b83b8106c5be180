"""httpx over the checked network: http and https only, no proxy of the environment, answers of a bounded size."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from tracer_runner.egress.backend import CheckedBackend
from tracer_runner.egress.trust import tls_context
from tracer_runner.errors import EgressDenied

MOST_BYTES = 16 * 1024 * 1024
"""Of one answer's body."""


class CheckedTransport(httpx.BaseTransport):
    """Sends each request, redirects among them, over connections of the backend."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._backend = backend
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange; EgressDenied when the address or the scheme is not allowed.

        The timeouts of the request count from here until its answer has been read, however many parts it comes in.
        """
        url = request.url
        if url.scheme not in {"http", "https"}:
            raise EgressDenied(f"{url.scheme}://{url.host}: only http and https are spoken here; no setting allows it.")
        assert isinstance(request.stream, httpx.SyncByteStream)
        with _as_httpx():
            answer = self._pool(url.scheme).handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=_with_end(request.extensions),
                )
            )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Bounded(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()

    def _pool(self, scheme: str) -> httpcore.ConnectionPool:
        """One of each scheme: to read the certificates of all authorities takes longer than a request."""
        with self._lock:
            if scheme not in self._pools:
                self._pools[scheme] = httpcore.ConnectionPool(
                    ssl_context=tls_context() if scheme == "https" else None,
                    network_backend=self._backend,
                    max_connections=100,
                    max_keepalive_connections=20,
                )
            return self._pools[scheme]


def _with_end(extensions: dict[str, Any]) -> dict[str, Any]:
    """With moments in place of seconds, as the backend wants them; waiting for the pool is httpcore's own."""
    start = time.monotonic()
    ends = {
        kind: seconds if kind == "pool" or seconds is None else start + seconds
        for kind, seconds in extensions.get("timeout", {}).items()
    }
    return {**extensions, "timeout": ends}


class _Bounded(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        with _as_httpx():
            for part in self._answer.iter_stream():
                size += len(part)
                if size > MOST_BYTES:
                    raise httpx.ReadError(f"The answer is over {MOST_BYTES // 1024 // 1024} MB.")
                yield part

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """httpx calls each error as httpcore does."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as fault:
        raise getattr(httpx, type(fault).__name__)(str(fault)) from fault
    except (httpcore.UnsupportedProtocol, httpcore.ConnectionNotAvailable) as fault:
        raise httpx.TransportError(str(fault)) from fault
