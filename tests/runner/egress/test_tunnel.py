"""The tunnel: bytes both ways at once, and its ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from tracer_runner.egress.tunnel import relay

MUCH = bytes(range(256)) * 20_000
"""More than the buffers of all sockets on the way hold."""


@pytest.fixture
def client_and_site() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The outer ends of two connections with a relay between the inner ones."""
    client, near = socket.socketpair()
    far, site = socket.socketpair()
    with client, near, far, site:
        for end in (client, site):
            end.settimeout(5)
        thread = threading.Thread(target=relay, args=(near, far), kwargs={"early": b"early "})
        thread.start()
        yield client, site
        for end in (client, site):
            end.close()
        thread.join(5)
        assert not thread.is_alive()


def say(connected: socket.socket, words: bytes) -> None:
    connected.sendall(words)
    connected.shutdown(socket.SHUT_WR)


def read_all(connected: socket.socket) -> bytes:
    return b"".join(iter(lambda: connected.recv(65536), b""))


def test_one_direction_that_is_stuck_does_not_hold_up_the_other(
    client_and_site: tuple[socket.socket, socket.socket],
) -> None:
    client, site = client_and_site
    saying = threading.Thread(target=say, args=(site, MUCH))
    heard: list[bytes] = []
    hearing = threading.Thread(target=lambda: heard.append(read_all(site)))
    saying.start()
    hearing.start()
    say(client, MUCH)  # and reads nothing meanwhile
    assert read_all(client) == MUCH
    for thread in (hearing, saying):
        thread.join()
    assert heard == [b"early " + MUCH]


def test_the_end_of_one_direction_leaves_the_other_open(client_and_site: tuple[socket.socket, socket.socket]) -> None:
    client, site = client_and_site
    client.sendall(b"question")
    client.shutdown(socket.SHUT_WR)
    assert read_all(site) == b"early question"
    site.sendall(b"answer")
    assert client.recv(99) == b"answer"


def test_a_tunnel_in_which_nothing_moves_is_left() -> None:
    client, near = socket.socketpair()
    far, site = socket.socketpair()
    with client, near, far, site:
        relay(near, far, idle=0.01)
