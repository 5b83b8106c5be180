"""The settings of a project: `tracer.toml`, and `TRACER_*` over it.

journeys = "journeys"

[run]
timeout = "2m"                 # or TRACER_RUN__TIMEOUT=2m

[environments.staging]
params = { base_url = "https://staging.example.com" }
secrets = { SHOP_PASSWORD = "STAGING_SHOP_PASSWORD" }
"""

from __future__ import annotations

from tracer_runner.settings.egress import EgressSettings, LookingSettings, TellingSettings
from tracer_runner.settings.loading import load_settings
from tracer_runner.settings.schema import (
    BrowserSettings,
    CaptureWhen,
    EnvironmentSettings,
    PluginSettings,
    RunSettings,
    Settings,
)

__all__ = [
    "BrowserSettings",
    "CaptureWhen",
    "EgressSettings",
    "EnvironmentSettings",
    "LookingSettings",
    "PluginSettings",
    "RunSettings",
    "Settings",
    "TellingSettings",
    "load_settings",
]
