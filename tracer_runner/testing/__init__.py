"""For the tests of plugins: contracts to inherit, fakes to look at, records to report on.

    from tracer_runner.testing import AssertionContract, FakePage

    class TestNoLoremIpsum(AssertionContract):
        assertion = NoLoremIpsum()
        passes = [({}, FakePage(value="Lamps from €20"))]
        fails = [({}, FakePage(value="Lorem ipsum dolor"))]

A contract is a class of pytest tests: inherit it under a name that begins with `Test`, and set what it says at its top.
Each of its tests states in its docstring what is promised. The built-in plugins pass the same ones.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tracer_runner.testing.arguments import ArgumentContract
    from tracer_runner.testing.assertions import AssertionContract
    from tracer_runner.testing.channels import ChannelContract
    from tracer_runner.testing.client import FakeClient
    from tracer_runner.testing.guard import OwnSocket, SocketGuard, permitted
    from tracer_runner.testing.messages import sample_alert, sample_failure, sample_message
    from tracer_runner.testing.monitors import MonitorTypeContract
    from tracer_runner.testing.page import FakeBaseline, FakePage
    from tracer_runner.testing.plugins import PluginContract
    from tracer_runner.testing.receiver import Received, Receiver
    from tracer_runner.testing.reporters import ReporterContract
    from tracer_runner.testing.samples import (
        sample_batch,
        sample_certificate,
        sample_dns_answer,
        sample_response,
        sample_run,
    )
    from tracer_runner.testing.stepping import drive
    from tracer_runner.testing.targets import serving

# Before any of them is imported: a failing assert in a contract then shows its values, in packages of others too.
pytest.register_assert_rewrite(*(f"{__name__}.{found.name}" for found in pkgutil.iter_modules(__path__)))

_MODULES = {
    "arguments": ("ArgumentContract",),
    "assertions": ("AssertionContract",),
    "channels": ("ChannelContract",),
    "client": ("FakeClient",),
    "guard": ("OwnSocket", "SocketGuard", "permitted"),
    "messages": ("sample_alert", "sample_failure", "sample_message"),
    "monitors": ("MonitorTypeContract",),
    "page": ("FakeBaseline", "FakePage"),
    "plugins": ("PluginContract",),
    "receiver": ("Received", "Receiver"),
    "reporters": ("ReporterContract",),
    "samples": ("sample_batch", "sample_certificate", "sample_dns_answer", "sample_response", "sample_run"),
    "stepping": ("drive",),
    "targets": ("serving",),
}

__all__ = [
    "ArgumentContract",
    "AssertionContract",
    "ChannelContract",
    "FakeBaseline",
    "FakeClient",
    "FakePage",
    "MonitorTypeContract",
    "OwnSocket",
    "PluginContract",
    "Received",
    "Receiver",
    "ReporterContract",
    "SocketGuard",
    "drive",
    "permitted",
    "sample_alert",
    "sample_batch",
    "sample_certificate",
    "sample_dns_answer",
    "sample_failure",
    "sample_message",
    "sample_response",
    "sample_run",
    "serving",
]


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
