"""Forbidden places, a site that may be reached, and policies between them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.egress import Policy, Purpose, policy_for
from tracer_runner.model.addresses import parse_address
from tracer_runner.settings import EgressSettings

from .forbidden import Forbidden
from .probes.authority import Authority
from .site import Site


@pytest.fixture(scope="session")
def forbidden() -> Iterator[Forbidden]:
    with Forbidden() as forbidden:
        yield forbidden


@pytest.fixture
def no_hits(forbidden: Forbidden) -> Iterator[Forbidden]:
    """The test fails when anything reaches a forbidden place."""
    before = len(forbidden.hits)
    yield forbidden
    assert forbidden.hits[before:] == []


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Somebody who makes certificates; not believed by anybody yet."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def believed(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The authority is among those the system believes."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority.file


@pytest.fixture(scope="session")
def secure_site(authority: Authority) -> Iterator[Site]:
    """The same over TLS, with a certificate for site.test."""
    with Site(tls=authority.context("site.test", "127.0.0.1")) as site:
        yield site


def strict(purpose: Purpose, **hosts: str) -> Policy:
    """Loopback is denied, as on a server that is reached from elsewhere; 127.0.0.1 is listed, for the site."""
    return dataclasses.replace(_policy(purpose, loopback_only=False, allow=["127.0.0.1"]), hosts=_names(hosts))


def permissive(purpose: Purpose, **hosts: str) -> Policy:
    """What a laptop allows: all of loopback."""
    return dataclasses.replace(_policy(purpose, loopback_only=True), hosts=_names(hosts))


def _policy(purpose: Purpose, *, loopback_only: bool, allow: Any = ()) -> Policy:
    settings = EgressSettings.model_validate({purpose: {"allow": allow}})
    return policy_for(purpose, settings, loopback_only=loopback_only)


def _names(hosts: dict[str, str]) -> Any:
    named = {"inner.test": "127.0.0.2", "site.test": "127.0.0.1"}
    named |= {name.replace("_", "."): address for name, address in hosts.items()}
    return {name: parse_address(address) for name, address in named.items()}
