"""The devices Playwright knows, read without starting it."""

from __future__ import annotations

import pytest

from tracer_runner.engine.browsers.devices import check_device, known_devices
from tracer_runner.errors import UsageError


def test_devices_are_context_options_by_their_python_names() -> None:
    phone = known_devices()["iPhone 15"]
    assert phone["is_mobile"] is True
    assert set(phone["viewport"]) == {"width", "height"}
    assert "iPhone" in phone["user_agent"]


def test_a_known_device_passes_and_an_unknown_one_is_told_the_nearest() -> None:
    check_device("Pixel 7")
    with pytest.raises(UsageError, match="iPhone 1555") as raised:
        check_device("iPhone 1555", devices={"iPhone 15": {}, "Desktop Chrome": {}})
    assert "iPhone 15" in f"{raised.value.message}{raised.value.hint}"


def test_where_the_names_cannot_be_read_every_name_passes() -> None:
    check_device("anything", devices={})
