"""One client of the proxy: its requests one after the other, or a tunnel.

h11 reads and writes both sides, so that what is passed on is framed anew and nothing can be smuggled in it.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import h11

from tracer_runner.egress.authority import Refused, Target, absolute_target, tunnel_target
from tracer_runner.egress.reasons import is_ours
from tracer_runner.egress.tunnel import PART, relay
from tracer_runner.errors import EgressDenied

HEAD_BYTES = 65536
HEAD_SECONDS = 20.0
"""How big the head of a request or answer may be, and how long the client may take for it."""
LINGER_SECONDS, LINGER_PARTS = 1.0, 64
"""How long, and for how much, a client is listened to after the last word was said to it."""
QUIET_SECONDS = 300.0
"""How long a client may keep a connection without asking for anything, and a site may take for an answer."""
_HOP_BY_HOP = frozenset(
    (b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te",
     b"trailer", b"transfer-encoding", b"upgrade")
)  # fmt: skip

Open = Callable[[str, int], socket.socket]
Headers = list[tuple[bytes, bytes]]


class ProxyConnection:
    """Serves one client, in a thread of its own."""

    def __init__(self, client: socket.socket, *, connect: Open, note_fault: Callable[[str], None]) -> None:
        """`connect(host, port)` opens checked connections; `note_fault` is told what tracer has no means for."""
        self._client = client
        self._connect = connect
        self._note_fault = note_fault
        self._near = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)
        self._far: _Upstream | None = None
        self._lock = threading.Lock()
        self._hung_up = False
        self._outside: socket.socket | None = None

    def serve(self) -> None:
        """Until the client or its tunnel ends; nothing is raised."""
        try:
            while self._serve_one():
                self._near.start_next_cycle()
        except h11.RemoteProtocolError as fault:
            self._refuse(fault.error_status_hint, "This is no HTTP request that can be passed on.")
        except h11.LocalProtocolError:
            pass  # the answer and the request do not fit; the client sees the connection end
        except OSError as fault:  # somebody hung up, as a rule; the other side sees the connection end
            if is_ours(fault):
                self._note_fault(str(fault.strerror))
        finally:
            self._close()

    def hang_up(self) -> None:
        """End it from another thread: its own wakes up and closes everything."""
        with self._lock:
            self._hung_up = True
            for connected in filter(None, (self._client, self._outside)):
                with suppress(OSError):
                    connected.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        """Close it, when it is not served."""
        self._client.close()

    def _open(self, target: Target) -> socket.socket:
        """A connection that `hang_up` ends too; it may have come while this one was made."""
        connected = self._connect(target.host, target.port)
        with self._lock:
            if not self._hung_up:
                self._outside = connected
                return connected
        connected.close()
        raise ConnectionAbortedError("The lane was closed.")

    def _close(self) -> None:
        if self._far is not None:
            self._far.close()
        if self._outside is not None:
            self._outside.close()
        with self._client, suppress(OSError):
            self._client.shutdown(socket.SHUT_WR)
            self._client.settimeout(LINGER_SECONDS)  # to hang up on what is unread would take the last answer along
            for _ in range(LINGER_PARTS):
                if not self._client.recv(PART):
                    return

    def _serve_one(self) -> bool:
        """One request; whether another may follow."""
        request = self._next_request()
        if request is None:
            return False
        try:
            if request.method == b"CONNECT":
                self._tunnel(tunnel_target(request.target))
                return False
            return self._forward(request, absolute_target(request.target))
        except Refused as refused:
            self._refuse(400, str(refused))
        except EgressDenied as refused:
            self._refuse(403, f"{refused.message}\n{refused.hint or ''}")
        return False

    def _next_request(self) -> h11.Request | None:
        """What the client asks for next; None when it has gone. A head that has begun has to come in time."""
        self._client.settimeout(QUIET_SECONDS)
        end: float | None = None
        while True:
            event = self._near.next_event()
            if isinstance(event, h11.Request):
                return event
            if event is not h11.NEED_DATA:
                return None
            part = self._client.recv(PART)
            end = end or time.monotonic() + HEAD_SECONDS
            self._client.settimeout(max(0.01, end - time.monotonic()))
            self._near.receive_data(part)

    # CONNECT

    def _tunnel(self, target: Target) -> None:
        try:
            upstream = self._open(target)
        except OSError as fault:
            self._refuse(504 if isinstance(fault, TimeoutError) else 502, f"{target.host} cannot be reached.")
            return
        with upstream:
            self._send(h11.Response(status_code=200, headers=[], reason=b"Connection established"))
            early, _ = self._near.trailing_data
            relay(self._client, upstream, early=early)

    # Plain HTTP

    def _forward(self, request: h11.Request, target: Target) -> bool:
        """Whether the connection can be used again. A site that cannot be reached is no answer at all, so that a
        browser tells it as it would without a proxy, and not as a page.
        """
        far = self._upstream(target)
        headers = [(b"Host", target.authority), *_end_to_end(request.headers, but=b"host")]
        if (length := _framing(request)) is not None:
            headers.append(length)
        far.send(h11.Request(method=request.method, target=target.path, headers=headers))
        self._pass_body_on(far)
        self._pass_answer_back(far)
        if far.done():
            return self._near.our_state is h11.DONE and self._near.their_state is h11.DONE
        return False

    def _upstream(self, target: Target) -> _Upstream:
        """The connection to where the last request went, or a new one."""
        if self._far is not None:
            if self._far.serves(target):
                return self._far
            self._far.close()
            self._far = None
        connected = self._open(target)
        self._far = _Upstream(target, connected, client=self._client)
        return self._far

    def _pass_body_on(self, far: _Upstream) -> None:
        self._client.settimeout(QUIET_SECONDS)
        while True:
            event = self._near.next_event()
            if event is h11.NEED_DATA:
                if self._near.they_are_waiting_for_100_continue:
                    self._send(h11.InformationalResponse(status_code=100, headers=[]))
                self._near.receive_data(self._client.recv(PART))
            elif isinstance(event, h11.Data):
                far.send(h11.Data(data=event.data))
            elif isinstance(event, h11.EndOfMessage):
                far.send(h11.EndOfMessage())
                return
            else:
                raise ConnectionResetError("The client has gone.")

    def _pass_answer_back(self, far: _Upstream) -> None:
        while True:
            event = far.next_event()
            if isinstance(event, h11.InformationalResponse):
                if event.status_code != 101:
                    self._send(event)
            elif isinstance(event, h11.Response):
                self._send(h11.Response(
                    status_code=event.status_code, reason=event.reason, headers=_end_to_end(event.headers)
                ))  # fmt: skip
            elif isinstance(event, h11.Data):
                self._send(h11.Data(data=event.data))
            elif isinstance(event, h11.EndOfMessage):
                self._send(h11.EndOfMessage())
                return
            else:
                raise ConnectionResetError("The site has gone.")

    def _send(self, event: h11.Event) -> None:
        if data := self._near.send(event):
            self._client.sendall(data)

    def _refuse(self, status: int, text: str) -> None:
        """Say why, as the last thing on this connection."""
        if self._near.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        body = text.strip().encode() + b"\n"
        headers = [(b"Content-Type", b"text/plain; charset=utf-8"), (b"Content-Length", str(len(body)).encode()),
                   (b"Connection", b"close")]  # fmt: skip
        with suppress(OSError, h11.LocalProtocolError):
            self._send(h11.Response(status_code=status, headers=headers))
            self._send(h11.Data(data=body))
            self._send(h11.EndOfMessage())


class _Upstream:
    """A connection to a site, for the requests of one client."""

    def __init__(self, target: Target, connected: socket.socket, *, client: socket.socket) -> None:
        self.socket = connected
        self._client = client
        self._place = (target.host, target.port)
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)
        self._selector = selectors.DefaultSelector()
        self._selector.register(connected, selectors.EVENT_READ)
        self._selector.register(client, selectors.EVENT_READ)
        connected.settimeout(QUIET_SECONDS)

    def close(self) -> None:
        """Hang up."""
        self._selector.close()
        self.socket.close()

    def serves(self, target: Target) -> bool:
        """Whether it leads there and still stands: one that speaks unasked has hung up, or is confused."""
        same = self._place == (target.host, target.port) and self._http.our_state is h11.IDLE
        return same and self.socket not in self._ready(0)

    def send(self, event: h11.Event) -> None:
        """Send a part of the request. A site that hangs up meanwhile may have answered already."""
        if data := self._http.send(event):
            with suppress(BrokenPipeError, ConnectionResetError):
                self.socket.sendall(data)

    def next_event(self) -> object:
        """The next part of the answer; OSError when there is none in time, or nobody waits for it any more."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as fault:
                raise ConnectionResetError("The site talks nonsense.") from fault
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(self._receive())

    def done(self) -> bool:
        """The answer is over; whether another request can follow."""
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
            return True
        return False

    def _receive(self) -> bytes:
        while self.socket not in (ready := self._ready(QUIET_SECONDS)):
            if not ready or not self._client.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError("Nobody waits for this any more.")
            self._selector.unregister(self._client)  # its next request is there already
        return self.socket.recv(PART)

    def _ready(self, seconds: float) -> list[object]:
        return [key.fileobj for key, _ in self._selector.select(seconds)]


def _end_to_end(headers: Any, *, but: bytes | None = None) -> Headers:
    """Without those that are between two neighbours alone, and those that Connection names."""
    named = {name.strip().lower() for key, value in headers if key == b"connection" for name in value.split(b",")}
    dropped = _HOP_BY_HOP | named
    return [(raw, value) for raw, value in headers.raw_items() if (name := raw.lower()) not in dropped and name != but]


def _framing(request: h11.Request) -> tuple[bytes, bytes] | None:
    """A body of unknown length stays one."""
    chunked = any(key == b"transfer-encoding" for key, _ in request.headers)
    return (b"Transfer-Encoding", b"chunked") if chunked else None
