"""The parts of the plugin, put together for one pytest process."""

from __future__ import annotations

import pytest

from tracer_runner.pytest_plugin import fixtures
from tracer_runner.pytest_plugin.collecting import Collecting
from tracer_runner.pytest_plugin.fixtures import RECORDED
from tracer_runner.pytest_plugin.options import read_wishes
from tracer_runner.pytest_plugin.recorded_tests import RecordedTests
from tracer_runner.pytest_plugin.reporting import Reporting
from tracer_runner.pytest_plugin.running import Distributing, Running
from tracer_runner.pytest_plugin.session import SESSION, TracerSession


def register(config: pytest.Config) -> None:
    """Let them take part in this session."""
    session = TracerSession(config, read_wishes(config))
    config.stash[SESSION] = session
    recorded = config.stash[RECORDED] = RecordedTests(session)
    for part in (Collecting(session), Running(session), Reporting(session), recorded, fixtures):
        config.pluginmanager.register(part)
    if config.pluginmanager.hasplugin("xdist") and session.worker is None:
        config.pluginmanager.register(Distributing(session))
