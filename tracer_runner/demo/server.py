"""HTTP around the shop: reads requests, writes responses, and ends promptly whatever its visitors do."""

from __future__ import annotations

import contextlib
import math
import os
import selectors
import socket
import socketserver
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from tracer_runner.demo.api import SESSION_COOKIE
from tracer_runner.demo.exchange import Refusal, Request, Response
from tracer_runner.demo.faults import Fault, parse_fault
from tracer_runner.demo.site import Site, is_page, seconds_to_wait
from tracer_runner.errors import UsageError

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024
MOST_DRAINED = 1024 * 1024
FAULT_HEADER, FAULT_COOKIE, FAULT_QUERY = "X-Shop-Fault", "shop_fault", "fault"


class ShopServer(ThreadingHTTPServer):
    """A thread per connection, and a list of them, so that none outlives the server."""

    request_queue_size = 128
    # On Windows the option lets two servers share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int, *, fault: Fault | None) -> None:
        self.site = Site()
        self.fault = fault
        self.closing = threading.Event()
        self._connections: dict[socket.socket, threading.Thread] = {}
        self._connections_lock = threading.Lock()
        super().__init__((HOST, port), Visit)

    def server_bind(self) -> None:
        # HTTPServer also looks the host's name up, which can take seconds and is never used here.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), name="lamp-shop-visit", daemon=True
        )
        with self._connections_lock:
            self._connections[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        with self._connections_lock:
            self._connections.pop(request, None)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Cut every connection, also one that waits, and wait for its thread."""
        self.closing.set()
        with self._connections_lock:
            connections = dict(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in connections.values():
            thread.join(timeout=5)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # a visitor who went away is no news
            super().handle_error(request, client_address)


class Visit(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "LampShop"
    sys_version = ""
    timeout = 75
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def _answer(self) -> None:
        try:
            response = self._respond()
        except Refusal as refusal:
            response = refusal.as_response()
        except OSError:
            raise
        except Exception:
            traceback.print_exc()
            response = Response(500, b"The shop has a fault of its own.\n")
        if response is None:
            self.close_connection = True
            return
        self._write(response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815
    """The names `http.server` looks for."""

    def _respond(self) -> Response | None:
        """The response; None when the visitor went away, or the shop closed, while it waited."""
        body = self._read_body()
        path, query = self._target()
        asked = self.headers.get(FAULT_HEADER) or query.get(FAULT_QUERY)
        try:
            fault = parse_fault(asked if asked is not None else self._cookie(FAULT_COOKIE) or "")
        except UsageError as unknown:
            return self._refuse(path, unknown)
        request = Request(
            method="GET" if self.command == "HEAD" else self.command,
            path=path,
            query=query,
            content_type=self.headers.get("Content-Type", ""),
            body=body,
            session_id=self._cookie(SESSION_COOKIE),
            fault=fault or self._shop.fault,
        )
        if not self._stay(seconds_to_wait(request)):
            return None
        response = self._shop.site.answer(request)
        if FAULT_QUERY in query and is_page(path):
            response = response.with_header("Set-Cookie", _fault_cookie(fault))
        return response

    @property
    def _shop(self) -> ShopServer:
        return cast(ShopServer, self.server)

    def _target(self) -> tuple[str, dict[str, str]]:
        """Path and query, decoded."""
        try:
            target = urlsplit(self.path)
        except ValueError as fault:
            raise Refusal(400, "bad_address", "That is no address.") from fault
        return unquote(target.path), dict(parse_qsl(target.query, keep_blank_values=True))

    def _refuse(self, path: str, unknown: UsageError) -> Response:
        if not is_page(path):
            return Refusal(400, "unknown_fault", unknown.message).as_response()
        return self._shop.site.refuse_page(Request(self.command, path), text=unknown.message)

    def _read_body(self) -> bytes:
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Refusal(411, "length_required", "Send the body with a Content-Length.")
        text = self.headers.get("Content-Length", "0")
        if not (text.isascii() and text.isdigit()):
            self.close_connection = True
            raise Refusal(400, "bad_length", "Content-Length is no number.")
        length = int(text[:20])
        if length > LARGEST_BODY:
            # Reading on for a while lets the visitor hear the answer instead of a broken connection.
            self.rfile.read(min(length, MOST_DRAINED))
            self.close_connection = True
            raise Refusal(413, "too_large", f"The body is larger than {LARGEST_BODY} bytes.")
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionError("The visitor went away before the end of the body.")
        return body

    def _cookie(self, name: str) -> str | None:
        for part in self.headers.get("Cookie", "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return None

    def _stay(self, seconds: float) -> bool:
        """Wait; False as soon as the visitor goes away or the server cuts the connection."""
        if not seconds:
            return True
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            ready = selector.select(None if seconds == math.inf else seconds)
        if not ready:
            return True
        if not self.connection.recv(1, socket.MSG_PEEK):
            return False
        # The visitor's next request waits already, so it stays, and its going can be seen no more.
        left = None if seconds == math.inf else max(0.0, end - time.monotonic())
        return not self._shop.closing.wait(left)

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in (
            ("Content-Type", response.content_type),
            ("Content-Length", str(len(response.body))),
            ("Cache-Control", "no-store" if response.content_type != "image/svg+xml" else "no-cache"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            *response.headers,
        ):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to whoever started the shop."""


def _fault_cookie(fault: Fault | None) -> str:
    """Keep the fault for all that this visitor asks for next; or forget it."""
    if fault is None:
        return f"{FAULT_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax"
    return f"{FAULT_COOKIE}={fault}; Path=/; HttpOnly; SameSite=Lax"
