"""A site that may be reached, and that leads where it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Pages = Callable[[str], tuple[str, bytes] | None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages: Pages

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/redirect":
            self._answer(int(query["status"]), "text/plain", b"", location=query["to"])
        elif url.path == "/echo":
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = {"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body.decode()}
            self._answer(200, "application/json", json.dumps(seen).encode())
        elif url.path == "/big":
            self._answer(200, "text/plain", b"x" * int(query["bytes"]))
        else:
            kind, text = self.pages(self.path) or ("text/html", b"<title>Site</title>")
            self._answer(200, kind, text)

    do_POST = do_PUT = do_HEAD = do_OPTIONS = do_GET

    def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.title(), value)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """Listens on 127.0.0.1. Use as a context manager."""

    def __init__(self, pages: Pages = lambda path: None) -> None:
        handler = type("Handler", (_Handler,), {"pages": staticmethod(pages)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
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
