"""A forward proxy on loopback, for what makes its own connections.

Each lane has a port of its own, so that a refusal is known to be of this run, whatever in the browser asked.
"""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from functools import partial
from time import sleep
from typing import Protocol, Self

from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.lane import Lane
from tracer_runner.egress.listeners import Listener, listeners_of
from tracer_runner.egress.proxy_connection import ProxyConnection
from tracer_runner.egress.reasons import is_ours
from tracer_runner.errors import EgressDenied

MOST_CONNECTIONS = 512
"""At once, in all lanes; the next one is hung up on, and its lane is told."""
CONNECT_SECONDS = 10.0
PAUSE_SECONDS = 0.1
"""Between two tries to take a connection while this process has no file left for one."""


class Dial(Protocol):
    """As `Client.dial`."""

    def __call__(self, host: str, port: int, *, timeout: float) -> Dialled:
        """A connected socket; EgressDenied, OSError."""


class ForwardProxy:
    """Use as a context manager. Its methods may be called from any thread."""

    def __init__(self, dial: Dial) -> None:
        """`dial` makes the connections, and says no by EgressDenied."""
        self._dial = dial
        self._lock = threading.Lock()
        self._lanes: dict[int, Lane] = {}
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._selector = selectors.DefaultSelector()
        self._waking, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._accept_all, name="tracer-egress", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waking.close()
        self._thread.join()
        for lane in list(self._lanes.values()):
            self.close_lane(lane)
        self._selector.close()
        self._woken.close()

    def open_lane(self, name: str) -> Lane:
        """A way through for one run, on a port of its own."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        listener.setblocking(False)
        lane = Lane(name, listener)
        with self._lock:
            self._lanes[listener.fileno()] = lane
            self._selector.register(listener, selectors.EVENT_READ, lane)
        self._wake()
        return lane

    def close_lane(self, lane: Lane) -> None:
        """Nothing goes through it any more; what went through is hung up on."""
        with self._lock:
            if self._lanes.pop(lane.listener.fileno(), None) is None:
                return
            self._selector.unregister(lane.listener)
            lane.listener.close()
            connections = tuple(lane.connections)
        for connection in connections:
            connection.hang_up()

    def listeners(self) -> tuple[Listener, ...]:
        """Where its open lanes are."""
        with self._lock:
            return listeners_of([lane.listener.getsockname() for lane in self._lanes.values()])

    def _wake(self) -> None:
        with suppress(OSError):
            self._waking.send(b".")

    def _accept_all(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is not None:
                    self._accept(key.data)
                elif not self._woken.recv(64):
                    return

    def _accept(self, lane: Lane) -> None:
        try:
            client, _ = lane.listener.accept()
        except OSError as fault:  # it was closed, or the client has gone again
            if is_ours(fault):  # the client still waits
                lane.note_fault(str(fault.strerror))
                sleep(PAUSE_SECONDS)
            return
        if not self._free.acquire(blocking=False):
            lane.note_fault(f"{MOST_CONNECTIONS} are open at once")
            client.close()
            return
        with suppress(OSError):  # the client has gone again
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connect = partial(self._connect, lane)
        self._begin(lane, ProxyConnection(client, connect=connect, note_fault=lane.note_fault))

    def _begin(self, lane: Lane, connection: ProxyConnection) -> None:
        """Serve it. All lanes stand on the thread that calls this, so nothing is raised."""
        with self._lock:
            closed = lane.listener.fileno() not in self._lanes
            if not closed:
                lane.connections.add(connection)
        try:
            if not closed:
                serving = threading.Thread(
                    target=self._serve, args=(lane, connection), name=f"tracer-egress {lane.name}", daemon=True
                )
                serving.start()
                return
        except (RuntimeError, MemoryError) as fault:  # there are no more threads
            lane.note_fault(str(fault))
        self._end(lane, connection)
        connection.drop()

    def _serve(self, lane: Lane, connection: ProxyConnection) -> None:
        try:
            connection.serve()
        finally:
            self._end(lane, connection)

    def _end(self, lane: Lane, connection: ProxyConnection) -> None:
        with self._lock:
            lane.connections.discard(connection)
        self._free.release()

    def _connect(self, lane: Lane, host: str, port: int) -> socket.socket:
        try:
            return self._dial(host, port, timeout=CONNECT_SECONDS).socket
        except EgressDenied as denied:
            lane.note_denied(denied)
            raise
        except OSError as fault:
            if is_ours(fault):
                lane.note_fault(str(fault.strerror))
            else:
                lane.note_failed(host, fault)
            raise
        except RuntimeError as fault:  # no thread to look the name up in
            lane.note_fault(str(fault))
            raise ConnectionAbortedError(str(fault)) from fault
