"""Of what kind an address is, and which addresses it means."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from tracer_runner.model.addresses import Kind, forms, kind_of_all, parse_address


@pytest.mark.parametrize(
    ("network", "kind"),
    [("10.0.0.0/8", Kind.PRIVATE), ("0.0.0.0/0", None), ("::/0", None), ("8.0.0.0/8", Kind.PUBLIC), ("fc00::/6", None)],
)
def test_a_network_of_several_kinds_is_of_none(network: str, kind: Kind | None) -> None:
    assert kind_of_all(ip_network(network)) is kind


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        ("64:ff9b:1:a9fe:a9:fe00::", "169.254.169.254"),  # behind 48 bits
        ("64:ff9b:1:aaa9:fe:a9fe::", "169.254.169.254"),  # behind 56
        ("64:ff9b:1:aaaa:a9:fea9:fe00:0", "169.254.169.254"),  # behind 64
        ("64:ff9b:1:aaaa::a9fe:a9fe", "169.254.169.254"),  # behind 96
        ("2001:0:a00:1:0:0:f5ff:fffd", "10.0.0.2"),  # the client of Teredo, inverted
    ],
)
def test_an_address_inside_another_is_found(address: str, inner: str) -> None:
    assert parse_address(inner) in [form for form, _ in forms(parse_address(address))]
