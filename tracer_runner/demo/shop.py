"""The shop as a thing to start and stop."""

from __future__ import annotations

import errno
import threading
from types import TracebackType
from typing import Self

from tracer_runner.demo.faults import parse_fault
from tracer_runner.demo.server import HOST, ShopServer
from tracer_runner.errors import UsageError

DEFAULT_PORT = 8700


class Shop:
    """A lamp shop on 127.0.0.1, in a thread of its own; a context manager.

    `port=0` takes any free port. `fault` is on for every visitor (`tracer_runner.demo.faults` lists them).
    """

    def __init__(self, *, port: int = DEFAULT_PORT, fault: str | None = None) -> None:
        """UsageError when there is no such fault; the port is taken by `start`."""
        self._wanted_port = port
        self._fault = parse_fault(fault or "")
        self._server: ShopServer | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Open the shop: it answers when this returns. UsageError when the port cannot be had."""
        if self._server is not None:
            return
        try:
            self._server = ShopServer(self._wanted_port, fault=self._fault)
        except (OSError, OverflowError) as fault:
            raise _cannot_listen(self._wanted_port, fault) from fault
        # Polling often makes stopping prompt; answering does not wait for it.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="lamp-shop", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the shop at once: requests without an answer are cut off. Does nothing when it is closed."""
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        server.server_close()
        server.close_connections()
        if self._thread is not None:
            self._thread.join()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._running.server_port

    @property
    def url(self) -> str:
        """`http://127.0.0.1:8700`, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def fault(self) -> str | None:
        """The fault every visitor has; set it, also while the shop is open, to break it or to mend it."""
        return str(self._fault) if self._fault else None

    @fault.setter
    def fault(self, text: str | None) -> None:
        self._fault = parse_fault(text or "")
        if self._server is not None:
            self._server.fault = self._fault

    @property
    def _running(self) -> ShopServer:
        if self._server is None:
            raise UsageError("The shop is closed.", hint="Call start() first, or use it in a with statement.")
        return self._server


def _cannot_listen(port: int, fault: Exception) -> UsageError:
    if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
        return UsageError(
            f"Port {port} is taken by another program.", hint="Pass another one: --port 8701, or --port 0 for any."
        )
    return UsageError(f"The shop cannot listen on port {port}: {fault}.", hint="Pass another one with --port.")
