"""The proxy of a client, for what makes its own connections."""

from __future__ import annotations

import httpx
import pytest

from tracer_runner.egress import open_client, policy_for
from tracer_runner.settings import EgressSettings
from tracer_runner.testing import Receiver


def test_what_goes_through_it_arrives() -> None:
    with (
        Receiver() as receiver,
        open_client(policy_for("channels", EgressSettings())) as client,
        client.proxy() as proxy,
        httpx.Client(proxy=proxy.address) as other,
    ):
        assert other.post(receiver.url, content=b"hello").status_code == 200
        assert [received.body for received in receiver.received] == [b"hello"]
        assert proxy.denials == ()


def test_the_policy_of_the_client_holds_and_what_it_refused_is_known() -> None:
    with (
        Receiver() as receiver,
        open_client(policy_for("channels", EgressSettings(), loopback_only=False)) as client,
        client.proxy() as proxy,
        httpx.Client(proxy=proxy.address) as other,
    ):
        assert other.post(receiver.url).status_code == 403
        assert receiver.received == []
        (denied,) = proxy.denials
        assert "[egress.channels] allow" in denied.message


def test_it_is_gone_when_the_context_ends() -> None:
    with open_client(policy_for("channels", EgressSettings())) as client, client.proxy() as proxy:
        address = proxy.address
    with pytest.raises(httpx.TransportError), httpx.Client(proxy=address) as other:
        other.get("http://127.0.0.1:9/")
