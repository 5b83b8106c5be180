"""The contract of monitor types catches what it is there for: each is given one fault."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.hooks.contracts import ProbeContext
from tracer_runner.model.record import Record
from tracer_runner.testing import FakeClient, MonitorTypeContract, serving


class Place(Record):
    host: str
    port: int
    token: SecretStr = SecretStr("hunter2-is-secret")


class Seen(Record):
    data: bytes


class Mutable(BaseModel):
    data: bytes


class Tcp:
    """A monitor type that keeps the contract."""

    name = "banner"
    title = "Banner"
    subjects = ("banner",)
    default_assertions = ()
    config: type[BaseModel] = Place
    seen: type[BaseModel] = Seen

    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        try:
            with closing(context.client.connect(config.host, config.port, timeout=context.timeout)) as service:
                data = service.recv(100)
        except TimeoutError as fault:
            raise ProbeFailed("It is too slow.", reason="timeout") from fault
        except OSError as fault:
            raise ProbeFailed("It is not there.", reason="refused") from fault
        return {"banner": self.seen(data=data)}


class LeavesOpen(Tcp):
    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        service = context.client.connect(config.host, config.port, timeout=context.timeout)
        return {"banner": Seen(data=service.recv(100))}


class LetsOut(Tcp):
    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        with closing(context.client.connect(config.host, config.port, timeout=context.timeout)) as service:
            return {"banner": Seen(data=service.recv(100))}


class BlamesTheTarget(Tcp):
    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        try:
            return super().probe(config, context)
        except EgressDenied as fault:
            raise ProbeFailed("It is not there.", reason="unreachable") from fault


class PastTheClient(Tcp):
    def probe(self, config: Any, context: ProbeContext) -> Mapping[str, Any]:
        with socket.create_connection((config.host, config.port)) as service:
            return {"banner": Seen(data=service.recv(100))}


class SeesMore(Tcp):
    subjects = ("other",)


class Changes(Tcp):
    seen = Mutable


class Both(Tcp):
    def start(self) -> None: ...


def monitor_contract(type_: type[Tcp]) -> Any:
    class Contract(MonitorTypeContract):
        monitor = type_()

        def config_at(self, host: str, port: int) -> Mapping[str, Any]:
            return {"host": host, "port": port}

    return Contract()


@pytest.mark.parametrize(
    ("type_", "test"),
    [
        (SeesMore, "test_it_sees_what_it_says_it_sees"),
        (Changes, "test_it_sees_what_it_says_it_sees"),
        (PastTheClient, "test_it_sees_what_it_says_it_sees"),
        (LeavesOpen, "test_it_closes_what_it_opened"),
    ],
)
def test_a_monitor_type_that_does_wrong_with_a_target_that_is_well_is_caught(type_: type[Tcp], test: str) -> None:
    client = FakeClient()
    with serving(lambda visitor: visitor.sendall(b"hello")) as (host, port):
        well = {"host": host, "port": port}
        getattr(monitor_contract(Tcp), test)(well, client)
        with pytest.raises(AssertionError):
            getattr(monitor_contract(type_), test)(well, client)
    client.close()


def test_a_monitor_type_that_lets_the_networks_errors_out_is_caught() -> None:
    client = FakeClient()
    monitor_contract(Tcp).test_a_target_that_refuses_is_at_fault(client)
    with pytest.raises(ConnectionRefusedError):
        monitor_contract(LetsOut).test_a_target_that_refuses_is_at_fault(client)
    with pytest.raises(TimeoutError):
        monitor_contract(LetsOut).test_a_target_that_says_nothing_is_given_up(client)
    client.close()


def test_a_monitor_type_that_blames_the_target_for_what_is_not_allowed_is_caught() -> None:
    client = FakeClient()
    monitor_contract(Tcp).test_an_address_that_is_not_allowed_is_no_fault_of_the_target(client)
    with pytest.raises(ProbeFailed):
        monitor_contract(BlamesTheTarget).test_an_address_that_is_not_allowed_is_no_fault_of_the_target(client)
    client.close()


def test_a_monitor_type_that_probes_in_two_ways_is_caught() -> None:
    with pytest.raises(AssertionError, match="probe"):
        monitor_contract(Both).test_it_probes_in_one_way()


class KnownBefore(Place):
    known: str = "hunter2-is-secret"


class Shows(Tcp):
    config = KnownBefore


def test_a_secret_that_can_be_read_is_caught() -> None:
    given = {"host": "127.0.0.1", "port": 1, "token": "hunter2-is-secret"}
    monitor_contract(Tcp).test_its_secrets_stay_secret(given)
    with pytest.raises(AssertionError, match="a secret of KnownBefore can be read"):
        monitor_contract(Shows).test_its_secrets_stay_secret(given)
