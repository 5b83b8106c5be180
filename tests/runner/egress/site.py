"""A site that may be reached, and that leads where it is told."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Pages = Callable[[str], tuple[str, bytes] | None]
"""From a path to the type and text of a page; None is the page that stands everywhere else."""
Headers = Callable[[str], dict[str, str]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages: Pages
    headers_of: Headers

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/redirect":
            self._answer(int(query["status"]), "text/plain", b"", location=query["to"])
        elif url.path == "/echo":
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = {"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body.decode()}
            self._answer(200, "application/json", json.dumps(seen).encode())
        elif url.path == "/raw":  # an answer as it is given
            self.wfile.write(base64.b64decode(query["answer"]))
            self.close_connection = True
        elif url.path == "/socket":
            self._greet()
        elif url.path == "/cookie":
            self._answer(200, "text/plain", b"", **{"set-cookie": "seen=1"})
        elif url.path == "/big":
            self._answer(200, "text/plain", b"x" * int(query["bytes"]))
        else:
            kind, text = self.pages(self.path) or ("text/html", b"<title>Site</title>")
            self._answer(200, kind, text)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _greet(self) -> None:
        """A WebSocket that says hello."""
        key = f"{self.headers['Sec-WebSocket-Key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.wfile.write(b"\x81\x05hello")
        self.close_connection = True
        self.rfile.read(1)  # until the page hangs up

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **headers,
            **self.headers_of(self.path),
        }.items():
            self.send_header(name.title(), value)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """Listens on 127.0.0.1. Use as a context manager."""

    def __init__(
        self, pages: Pages = lambda path: None, headers: Headers = lambda path: {}, *, tls: ssl.SSLContext | None = None
    ) -> None:
        """`tls`: it speaks TLS."""
        members = {"pages": staticmethod(pages), "headers_of": staticmethod(headers)}
        handler = type("Handler", (_Handler,), members)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
