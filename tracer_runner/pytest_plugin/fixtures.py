"""The fixtures: `tracer` runs journeys from a test; `params` and `secrets` are what a journey is given, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracer_runner.pytest_plugin.recorded_tests import RecordedTests
from tracer_runner.pytest_plugin.session import SESSION
from tracer_runner.pytest_plugin.tracer_fixture import Tracer

if TYPE_CHECKING:
    from tracer_runner.engine.running.given import Params, Secrets

RECORDED = pytest.StashKey[RecordedTests]()
"""Where pytest's config keeps what records tests."""


@pytest.fixture(scope="session")
def tracer(request: pytest.FixtureRequest) -> Tracer:
    """Run journeys: `result = tracer.run("journeys/checkout.py", env="staging")`."""
    return Tracer(request.config.stash[SESSION])


@pytest.fixture
def params(request: pytest.FixtureRequest) -> Params:
    """Params of the environment, and those that `@journey` over the test declares."""
    inputs = request.config.stash[SESSION].inputs
    found = inputs.params(request.function, where=request.node.nodeid)
    if recorded := request.config.stash[RECORDED].now:
        recorded.use_params(found)
    return found


@pytest.fixture
def secrets(request: pytest.FixtureRequest) -> Secrets:
    """Secrets by name: those that `@journey` over the test declares, without it any; all of them are masked."""
    inputs = request.config.stash[SESSION].inputs
    giving = request.config.stash[RECORDED].learn_secrets
    return inputs.secrets(request.function, where=request.node.nodeid, giving=giving)
