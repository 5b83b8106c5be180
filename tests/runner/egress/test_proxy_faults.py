"""What the forward proxy does when it lacks room, threads or files: lanes go on, and are told that it is our fault."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from tracer_runner.egress import forward_proxy
from tracer_runner.egress.lane import Lane
from tracer_runner.egress.proxy import EgressProxy

from .conftest import strict
from .raw import talk
from .site import Site


@pytest.fixture
def lane() -> Iterator[Lane]:
    with EgressProxy(strict("journeys")) as proxy:
        yield proxy.open_lane("run")


class Scarce(socket.socket):
    """A listener of a process that may open no more files, for so many times."""

    def __init__(self, listener: socket.socket, *, times: int) -> None:
        super().__init__(fileno=listener.detach())
        self.setblocking(False)
        self._left = times

    def accept(self) -> tuple[socket.socket, Any]:
        """As ever, after that."""
        if self._left:
            self._left -= 1
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return super().accept()


def test_too_many_connections_at_once_are_hung_up_on_and_that_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracer_runner.egress.forward_proxy.MOST_CONNECTIONS", 2)
    with EgressProxy(strict("journeys")) as proxy:
        lane = proxy.open_lane("run")
        address = lane.listener.getsockname()
        waiting = [socket.create_connection(address, timeout=5) for _ in range(3)]
        assert waiting[2].recv(1) == b""
        assert [fault.message for fault in lane.faults] == [
            "The egress proxy could not make a connection: 2 are open at once."
        ]
        for connected in waiting:
            connected.close()


def test_a_connection_there_is_no_thread_for_is_our_fault_and_lanes_go_on(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    monkeypatch.setattr(forward_proxy, "MOST_CONNECTIONS", 1)  # a slot that is not given back is missed
    start = threading.Thread.start

    def no_thread(thread: threading.Thread) -> None:
        if thread.name == "tracer-egress run":
            raise RuntimeError("can't start new thread")
        start(thread)

    with EgressProxy(strict("journeys")) as proxy:
        lane = proxy.open_lane("run")
        with monkeypatch.context() as scarce:
            scarce.setattr(threading.Thread, "start", no_thread)
            assert talk(lane) == b""
        assert lane.connections == set()
        assert [fault.message for fault in lane.faults] == [
            "The egress proxy could not make a connection: can't start new thread."
        ]
        with httpx.Client(proxy=lane.address, trust_env=False) as browser:
            assert browser.get(site.url).status_code == 200


def test_a_process_without_files_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    waits: list[float] = []
    monkeypatch.setattr(forward_proxy, "sleep", waits.append)
    with EgressProxy(strict("journeys")) as proxy:
        lane = proxy.open_lane("run")
        lane.listener = Scarce(lane.listener, times=2)
        with httpx.Client(proxy=lane.address, trust_env=False) as browser:
            assert browser.get(site.url).status_code == 200
        assert waits == [forward_proxy.PAUSE_SECONDS] * 2
        assert "Too many open files" in lane.faults[0].message


@pytest.mark.parametrize(
    "fault", [OSError(errno.EMFILE, "Too many open files"), RuntimeError("can't start new thread")]
)
def test_a_site_that_was_not_reached_for_want_of_means_is_not_blamed(fault: Exception) -> None:
    def look_up(host: str, port: int) -> Sequence[tuple[Any, ...]]:
        raise fault

    with EgressProxy(strict("journeys"), lookup=look_up) as proxy:
        lane = proxy.open_lane("run")
        assert talk(lane, b"CONNECT shop.test:443 HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 502")
        assert (lane.failures, len(lane.faults)) == ((), 1)
        assert str(fault.args[-1]) in lane.faults[0].message


@pytest.mark.parametrize("method", ["GET http://site.test:{port}/", "CONNECT site.test:{port}"])
def test_a_site_that_could_not_be_waited_for_is_not_blamed(
    lane: Lane, site: Site, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_file() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("selectors.DefaultSelector", no_file)
    talk(lane, method.format(port=site.port).encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert ["Too many open files" in fault.message for fault in lane.faults] == [True]
