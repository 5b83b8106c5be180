from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import HttpProber
from tracer_runner.settings import EgressSettings

from .offline import look_up


@pytest.fixture(scope="module")
def prober() -> Iterator[HttpProber]:
    prober = HttpProber()
    yield prober
    prober.close()


@pytest.fixture
def client() -> Iterator[EgressClient]:
    """As on a laptop: loopback is allowed. Some names lead there."""
    names = {"shop.test": "127.0.0.1", "www.shop.test": "127.0.0.1", "other.test": "127.0.0.1"}
    with open_client(policy_for("monitors", EgressSettings(hosts=names)), lookup=look_up) as client:
        yield client
