"""How name servers are written, and which this machine has."""

from __future__ import annotations

import pytest

from tracer_runner.egress.probes.name_servers import NameServer, parse_name_server
from tracer_runner.errors import UsageError


@pytest.mark.parametrize(
    ("text", "host", "port", "where"),
    [
        ("1.1.1.1", "1.1.1.1", 53, "1.1.1.1"),
        ("1.1.1.1:5353", "1.1.1.1", 5353, "1.1.1.1:5353"),
        ("ns.shop.test", "ns.shop.test", 53, "ns.shop.test"),
        ("ns.shop.test:53", "ns.shop.test", 53, "ns.shop.test"),
        ("2001:db8::1", "2001:db8::1", 53, "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1", 53, "2001:db8::1"),
        ("[2001:db8::1]:5353", "2001:db8::1", 5353, "[2001:db8::1]:5353"),
    ],
)
def test_a_name_server_is_read_and_written(text: str, host: str, port: int, where: str) -> None:
    server = parse_name_server(text)
    assert server == NameServer(host, port)
    assert server.where == where


@pytest.mark.parametrize("text", ["", ":53", "1.1.1.1:0", "1.1.1.1:65536", "1.1.1.1:x", "[2001:db8::1", "a:b:c"])
def test_what_is_no_name_server_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_name_server(text)
