"""One stepped probe, driven as a worker drives thousands."""

from __future__ import annotations

import socket
from collections.abc import Generator, Iterator, Mapping
from typing import Any

import pytest

from tracer_runner.errors import ProbeFailed
from tracer_runner.hooks.contracts import Wait
from tracer_runner.testing import drive

Probe = Generator[Wait, None, Mapping[str, Any]]


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def read(ours: socket.socket, closed: list[str]) -> Probe:
    try:
        yield Wait(ours, "writable")
        yield Wait(ours, "readable")
        return {"text": ours.recv(10)}
    finally:
        closed.append("yes")


def test_it_gives_what_the_probe_returns(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.sendall(b"hello")
    assert drive(read(ours, []), timeout=20) == {"text": b"hello"}


def test_one_that_takes_too_long_is_closed_and_has_failed(pair: tuple[socket.socket, socket.socket]) -> None:
    closed: list[str] = []
    with pytest.raises(ProbeFailed) as caught:
        drive(read(pair[0], closed), timeout=0.05)
    assert caught.value.reason == "timeout"
    assert closed == ["yes"]


def test_what_the_probe_raises_is_raised(pair: tuple[socket.socket, socket.socket]) -> None:
    def fails() -> Probe:
        yield Wait(pair[0], "writable")
        raise ProbeFailed("It is broken.", reason="protocol")

    with pytest.raises(ProbeFailed, match="It is broken"):
        drive(fails(), timeout=20)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda one: one, "yields Wait"),
        (lambda one: Wait(one, "soon"), "'readable' or 'writable'"),
        (lambda one: Wait(_blocking(one), "writable"), "setblocking"),
        (lambda one: Wait(_closed(one), "writable"), "closed"),
    ],
)
def test_what_no_loop_can_wait_for_is_told(pair: tuple[socket.socket, socket.socket], spoil: Any, told: str) -> None:
    def probe() -> Probe:
        yield spoil(pair[0])
        return {}

    with pytest.raises(AssertionError, match=told):
        drive(probe(), timeout=20)


def _blocking(one: socket.socket) -> socket.socket:
    one.setblocking(True)
    return one


def _closed(one: socket.socket) -> socket.socket:
    one.close()
    return one
