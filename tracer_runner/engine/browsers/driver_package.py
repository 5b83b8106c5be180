"""What Playwright's driver package holds on disk, read without starting it or importing Playwright (0.1 s)."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracer_runner.errors import BrowserUnavailable

_BUNDLE = Path("lib", "coreBundle.js")


def driver_folder() -> Path:
    """`playwright/driver`: Node.js and the driver package; BrowserUnavailable when Playwright is not installed."""
    spec = find_spec("playwright")
    if spec is None or not spec.origin:
        raise BrowserUnavailable("Playwright is not installed.", hint="python -m pip install playwright")
    return Path(spec.origin).parent / "driver"


def browser_entries() -> dict[str, dict[str, Any]]:
    """What `browsers.json` says of each browser this Playwright knows: `revision`, `browserVersion`, …"""
    path = driver_folder() / "package" / "browsers.json"
    return {entry["name"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))["browsers"]}


def bundle_section(opening: str, closing: str) -> str | None:
    """The text from `opening` to the first `closing` after it in the driver's source, both left out; None if absent."""
    try:
        text = (driver_folder() / "package" / _BUNDLE).read_text(encoding="utf-8")
    except OSError:
        return None
    start = text.find(opening)
    end = text.find(closing, start + len(opening))
    return text[start + len(opening) : end] if start >= 0 and end >= 0 else None
