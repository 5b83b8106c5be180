"""Connecting within a time that is over."""

from __future__ import annotations

import time

import pytest

from tracer_runner.egress.connecting import dial
from tracer_runner.egress.resolver import Resolver

from .conftest import permissive


def test_a_look_up_that_took_all_the_time_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter(range(0, 1000, 10))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(passed)))
    resolver = Resolver(permissive("monitors"))
    with pytest.raises(TimeoutError, match="no time left"):
        dial(resolver, "127.0.0.1", 1, timeout=5)
