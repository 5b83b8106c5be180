"""The context options a project or a journey may set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracer_runner.model.suggestion import suggest

CONTEXT_OPTIONS = frozenset(
    {
        "accept_downloads",
        "base_url",
        "bypass_csp",
        "client_certificates",
        "color_scheme",
        "contrast",
        "device_scale_factor",
        "extra_http_headers",
        "forced_colors",
        "geolocation",
        "has_touch",
        "http_credentials",
        "ignore_https_errors",
        "is_mobile",
        "java_script_enabled",
        "locale",
        "no_viewport",
        "offline",
        "permissions",
        "proxy",
        "reduced_motion",
        "screen",
        "service_workers",
        "storage_state",
        "strict_selectors",
        "timezone_id",
        "user_agent",
        "viewport",
    }
)
"""Those of Playwright's `new_context`, without the recording ones: what is recorded, `[run]` says."""


def context_faults(names: Iterable[str]) -> Iterator[str]:
    """What is wrong with the names of these options, and what to write."""
    for name in names:
        if name.startswith(("record_har", "record_video")):
            yield f'"{name}" is not set here; write har = "on" or video = "on" under [run] in tracer.toml'
        elif name not in CONTEXT_OPTIONS:
            yield f'Playwright has no context option "{name}": {suggest(name, known=CONTEXT_OPTIONS)}'
