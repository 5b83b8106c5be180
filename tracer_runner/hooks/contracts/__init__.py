"""What a plugin's objects must offer. Implement by shape; nothing needs to be inherited."""

from __future__ import annotations

from tracer_runner.hooks.contracts.arguments import ContextOption, JourneyArgument
from tracer_runner.hooks.contracts.assertions import AssertionType, Verdict
from tracer_runner.hooks.contracts.channels import ChannelType
from tracer_runner.hooks.contracts.client import Client, Proxy
from tracer_runner.hooks.contracts.monitors import (
    BlockingMonitorType,
    MonitorType,
    ProbeContext,
    SteppedMonitorType,
    Wait,
)
from tracer_runner.hooks.contracts.page import Baseline, PageObservation, PageRequest
from tracer_runner.hooks.contracts.reporters import Reporter

__all__ = [
    "AssertionType",
    "Baseline",
    "BlockingMonitorType",
    "ChannelType",
    "Client",
    "ContextOption",
    "JourneyArgument",
    "MonitorType",
    "PageObservation",
    "PageRequest",
    "ProbeContext",
    "Proxy",
    "Reporter",
    "SteppedMonitorType",
    "Verdict",
    "Wait",
]
