"""Look-ups that ask nobody: each answers as `socket.getaddrinfo` does."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any


class Changing:
    """A name server that lies: it gives another answer each time, and the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[tuple[Any, ...]]:
        """The addresses of the next answer; none are a name that does not exist."""
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(0, 0, 0, "", (address, port)) for address in answer]


def numeric(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    """What the system makes of addresses in all their spellings; there are no names."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
