"""Where this process has no file left, no target is to blame."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.runner.egress.no_files import no_files
from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import DnsQuestion, HttpProber, HttpRequest, TcpProber, TcpTarget, probe_dns
from tracer_runner.errors import EngineError
from tracer_runner.settings import EgressSettings

SECONDS = 10.0


PROBES: dict[str, Callable[[EgressClient], object]] = {
    "tcp": lambda client: TcpProber().look(client, TcpTarget("127.0.0.1", 1), timeout=SECONDS),
    "dns": lambda client: probe_dns(client, DnsQuestion("a.test", resolver="127.0.0.1"), timeout=SECONDS),
    "a name": lambda client: TcpProber().look(client, TcpTarget("no-such-name.test", 1), timeout=SECONDS),
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
def test_a_probe_without_a_file_is_our_fault(probe: Callable[[EgressClient], object]) -> None:
    with (
        open_client(policy_for("monitors", EgressSettings())) as client,
        pytest.raises(EngineError, match=r"tracer itself could not make a connection: Too many open files\."),
        no_files(),
    ):
        probe(client)


def test_an_http_probe_without_a_file_is_our_fault() -> None:
    prober = HttpProber()
    request = HttpRequest(url="http://127.0.0.1:1/")
    with open_client(policy_for("monitors", EgressSettings())) as client:
        with pytest.raises(Exception, match="refused the connection"):  # so that everything it keeps is open
            prober.look(client, request, timeout=SECONDS)
        with pytest.raises(EngineError, match="Too many open files"), no_files():
            prober.look(client, request, timeout=SECONDS)
    prober.close()
