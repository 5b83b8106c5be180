"""The channel type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracer_example.bus import Bus

from tracer_runner.testing import ChannelContract, Receiver


class TestBus(ChannelContract):
    channel = Bus()
    impatient = Bus(limit=0.3)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url, "token": "a-secret-token"}

    def said(self, receiver: Receiver) -> list[str]:
        return [" ".join(one.json().values()) for one in receiver.received]

    def identity(self, receiver: Receiver) -> list[str]:
        return [one.json()["id"] for one in receiver.received]
