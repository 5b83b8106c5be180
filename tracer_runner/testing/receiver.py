"""An HTTP server on this machine that keeps what it is sent, and answers as a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What the receiver says."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"ok"


DRIPPING = 2.0
"""Seconds a receiver drips: longer than an impatient channel waits, so that one that waits for each drop is found."""
DROP = 0.02
"""Seconds from one drop to the next."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class Receiver:
    """Takes everything until it is told otherwise. `with Receiver() as receiver: …`"""

    def __init__(self) -> None:
        self.received: list[Received] = []
        """What came, in order."""
        self._answers: list[Answer] = []
        self._answer = Answer()
        self._silent = self._dripping = False
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._make_handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens, with a path that is a secret."""
        return f"http://127.0.0.1:{self._server.server_port}/hooks/T0KEN-of-the-receiver"

    def answer(self, status: int, *, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """Say this from now on."""
        self._answer = Answer(status, headers or {}, body)

    def answer_once(self, status: int, *, body: bytes = b"") -> None:
        """Say this one time, before what it says otherwise."""
        self._answers.append(Answer(status, {}, body))

    def refuse(self) -> None:
        """Say that the message will never be taken."""
        self.answer(403, body=b"no such hook")

    def falter(self) -> None:
        """Say that it may be taken later, after half a minute."""
        self.answer(503, headers={"Retry-After": "30"}, body=b"in a while")

    def fall_silent(self) -> None:
        """Take the request and say nothing."""
        self._silent = True

    def drip(self) -> None:
        """Take the request, and say yes in drops: each comes soon, and the last after DRIPPING seconds."""
        self._dripping = True

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, format: str, *args: Any) -> None:
                """A test says enough itself."""

        return Handler

    def _take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.received.append(Received(handler.command, handler.path, headers, body))
        if self._silent:
            handler.close_connection = True
            self._closing.wait()
            return
        if self._dripping:
            self._drip(handler)
        answer = self._answers.pop(0) if self._answers else self._answer
        handler.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer.body)

    def _drip(self, handler: BaseHTTPRequestHandler) -> None:
        """A `100 Continue` whose one header comes slowly; the true answer follows it."""
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\nX-Drops: ")
        for _ in range(round(DRIPPING / DROP)):
            handler.wfile.write(b"x")
            if self._closing.wait(DROP):
                break
        handler.wfile.write(b"\r\n\r\n")
