"""The devices Playwright knows, read from its driver without starting it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tracer_runner.engine.browsers.driver_package import bundle_section
from tracer_runner.errors import UsageError
from tracer_runner.model.suggestion import suggest

_BARE_KEY = re.compile(r"(?m)^( *)(\w+): ")


def known_devices() -> Mapping[str, dict[str, Any]]:
    """What Playwright's `devices` gives: options of a context (`user_agent`, `viewport`, …) by the name of the device.

    Empty when this Playwright keeps them elsewhere than expected.
    """
    section = bundle_section("deviceDescriptorsSource_default = {", "\n    };")
    if section is None:
        return {}
    try:
        devices: dict[str, dict[str, Any]] = json.loads("{" + _BARE_KEY.sub(_quoted, section) + "}")
    except ValueError:
        return {}
    return devices


def check_device(name: str, *, devices: Mapping[str, dict[str, Any]] | None = None) -> None:
    """UsageError, with the nearest name, when Playwright knows no such device.

    When the names cannot be read, every name passes: Playwright itself checks it when the journey runs.
    """
    devices = known_devices() if devices is None else devices
    if not devices or name in devices:
        return
    raise UsageError(f'There is no device "{name}": {suggest(name, known=devices)}')


def _quoted(key: re.Match[str]) -> str:
    return f'{key[1]}"{re.sub("(?=[A-Z])", "_", key[2]).lower()}": '
