"""Places nobody may reach: every connection and every packet there is a hit."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

ANSWER = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Forbidden:
    """Listens on 127.0.0.2 (TCP and UDP) and ::1 (TCP), all on one port. Use as a context manager."""

    def __init__(self) -> None:
        self.port, self._sockets = _bind()
        self.hits: list[bytes] = []
        """What came in, each with its first bytes."""
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._work, args=(bound,), daemon=True) for bound in self._sockets]

    def __enter__(self) -> Forbidden:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for bound in self._sockets:
            with bound:
                if bound.type == socket.SOCK_STREAM:
                    bound.shutdown(socket.SHUT_RDWR)
                else:  # a packet to itself wakes it
                    bound.sendto(b"", bound.getsockname())
        for thread in self._threads:
            thread.join()

    def wait_for(self, text: bytes, seconds: float) -> bool:
        """Whether something with this text in it comes in."""
        return self._wait(lambda: any(text in hit for hit in self.hits), seconds)

    def wait_until(self, count: int, seconds: float) -> bool:
        """Whether so many hits come in."""
        return self._wait(lambda: len(self.hits) >= count, seconds)

    def _wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, seconds)

    def _note(self, hit: bytes) -> None:
        with self._changed:
            self.hits.append(hit)
            self._changed.notify_all()

    def _work(self, bound: socket.socket) -> None:
        try:
            while True:
                if bound.type == socket.SOCK_DGRAM:
                    packet = bound.recv(2048)
                    if not packet:
                        return
                    self._note(b"udp " + packet)
                else:
                    client, _ = bound.accept()
                    threading.Thread(target=self._answer, args=(client,), daemon=True).start()
        except OSError:
            return

    def _answer(self, client: socket.socket) -> None:
        with client:
            client.settimeout(0.2)  # whoever waits for us to begin says nothing
            try:
                self._note(b"tcp " + client.recv(4096))
                client.sendall(ANSWER)
            except OSError:
                self._note(b"tcp")


def _bind() -> tuple[int, list[socket.socket]]:
    """One port that is free in all three."""
    while True:
        tcp = socket.create_server(("127.0.0.2", 0), backlog=64)
        port: int = tcp.getsockname()[1]
        try:
            other = socket.create_server(("::1", port), family=socket.AF_INET6, backlog=64)
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind(("127.0.0.2", port))
        except OSError:
            tcp.close()
            continue
        return port, [tcp, other, udp]
