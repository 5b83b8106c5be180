"""Where each purpose may go: kinds of addresses, lists, and the server's own listeners."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tracer_runner.egress import Policy, Purpose, policy_for
from tracer_runner.errors import EgressDenied, UsageError
from tracer_runner.model.addresses import parse_address
from tracer_runner.settings import EgressSettings

from . import spellings

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


def policy(purpose: Purpose = "webhooks", *, loopback_only: bool = True, **settings: Any) -> Policy:
    return policy_for(purpose, EgressSettings.model_validate({purpose: settings}), loopback_only=loopback_only)


def refusal(policy: Policy, address: str, *, port: int = 443) -> EgressDenied | None:
    return policy.refusal(parse_address(address), port=port, host="shop.test")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_some_addresses_are_never_allowed(purpose: Purpose) -> None:
    everything = policy(purpose, private=True, allow=["0.0.0.0/0", "::/0"])
    for address in spellings.NEVER:
        denied = refusal(everything, address)
        assert denied is not None, address
        assert denied.message.startswith(f"shop.test -> {parse_address(address)}")
        assert denied.message.endswith("; no setting allows it.")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_public_addresses_are_allowed(purpose: Purpose) -> None:
    refused = [address for address in spellings.PUBLIC if refusal(policy(purpose, loopback_only=False), address)]
    assert refused == []


@pytest.mark.parametrize("address", spellings.PRIVATE)
def test_private_addresses_are_for_monitors_and_journeys(address: str) -> None:
    for purpose in ("monitors", "journeys"):
        assert refusal(policy(purpose, loopback_only=False), address) is None
        assert refusal(policy(purpose, private=False), address) is not None
    for purpose in ("webhooks", "channels"):
        denied = refusal(policy(purpose), address)
        assert denied is not None
        assert f"[egress.{purpose}] allow does not list it" in denied.message
        assert denied.hint is not None
        assert refusal(policy(purpose, private=True), address) is None


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_loopback_is_for_a_server_that_is_on_loopback_itself(purpose: Purpose, address: str) -> None:
    assert refusal(policy(purpose), address) is None
    assert refusal(policy(purpose, loopback_only=False), address) is not None
    assert refusal(policy(purpose, loopback_only=False, allow=["127.0.0.0/8", "::1"]), address) is None


def test_what_is_listed_is_allowed_and_its_neighbours_are_not() -> None:
    listing = policy(allow=["10.0.0.5", "10.1.0.0/16", "fd00:1::/64"])
    allowed = ["10.0.0.5", "10.1.0.0", "10.1.255.255", "fd00:1::9", "::ffff:10.0.0.5", "64:ff9b::10.0.0.5"]
    denied = ["10.0.0.4", "10.0.0.6", "10.2.0.0", "fd00:1:0:1::9", "::ffff:10.0.0.6"]
    assert [address for address in (*allowed, *denied) if refusal(listing, address) is None] == allowed


def test_a_refusal_says_how_it_would_be_allowed() -> None:
    denied = refusal(policy("channels"), "::ffff:10.0.0.5")
    assert denied is not None
    assert denied.message == (
        "shop.test -> ::ffff:a00:5 -> 10.0.0.5 is a private address, and [egress.channels] allow does not list it."
    )
    assert denied.hint == 'If channels are to go there, add "10.0.0.5" to [egress.channels] allow in tracer.toml.'


@pytest.mark.parametrize(
    ("listener", "reached"),
    [
        (("127.0.0.1", 8080), ["127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]),
        (("localhost", 8080), ["127.0.0.1", "::1"]),
        (("", 8080), ["127.0.0.1", "127.9.9.9", "::1"]),
        (("0.0.0.0", 8080), ["127.0.0.1", "127.9.9.9"]),
        (("8.8.8.8", 8080), ["8.8.8.8"]),
    ],
)
def test_nothing_comes_back_to_the_server_itself(listener: tuple[str, int], reached: list[str]) -> None:
    settings = EgressSettings.model_validate({"webhooks": {"allow": ["127.0.0.0/8", "::1"]}})
    own = policy_for("webhooks", settings, own_listeners=[listener])
    for address in reached:
        denied = refusal(own, address, port=8080)
        assert denied is not None, address
        assert "port 8080 is tracer itself; no setting allows it" in denied.message
        assert refusal(own, address, port=8081) is None


@pytest.mark.parametrize("name", ["database.internal", "127.0.0.1:5432", "[::1]", "/run/postgresql"])
def test_a_listener_is_at_an_address_and_not_at_a_name(name: str) -> None:
    with pytest.raises(UsageError, match="5432, is no address of a listener") as caught:
        policy_for("webhooks", EgressSettings(), own_listeners=[(name, 5432)])
    assert caught.value.hint is not None
    assert "look other names up first" in caught.value.hint
