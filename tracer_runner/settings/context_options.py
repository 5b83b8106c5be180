"""The context options a project or a journey may set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import StrictBool, StrictFloat, StrictInt

from tracer_runner.model.suggestion import suggest

_Size = dict[Literal["width", "height"], StrictInt]
_Credentials = dict[Literal["username", "password", "origin", "send"], str]

CONTEXT_OPTIONS: Mapping[str, Any] = {
    "accept_downloads": StrictBool,
    "base_url": str,
    "bypass_csp": StrictBool,
    "client_certificates": list[dict[str, str]],
    "color_scheme": Literal["dark", "light", "no-preference", "null"],
    "contrast": Literal["more", "no-preference", "null"],
    "device_scale_factor": StrictFloat,
    "extra_http_headers": dict[str, str],
    "forced_colors": Literal["active", "none", "null"],
    "geolocation": dict[Literal["latitude", "longitude", "accuracy"], StrictFloat],
    "has_touch": StrictBool,
    "http_credentials": _Credentials | list[_Credentials],
    "ignore_https_errors": StrictBool,
    "is_mobile": StrictBool,
    "java_script_enabled": StrictBool,
    "locale": str,
    "no_viewport": StrictBool,
    "offline": StrictBool,
    "permissions": list[str],
    "proxy": dict[Literal["server", "bypass", "username", "password"], str],
    "reduced_motion": Literal["no-preference", "null", "reduce"],
    "screen": _Size,
    "service_workers": Literal["allow", "block"],
    "storage_state": str | dict[str, Any],
    "strict_selectors": StrictBool,
    "timezone_id": str,
    "user_agent": str,
    "viewport": _Size,
}
"""Those of Playwright's `new_context`, and what each takes; None is taken by all.

Without the recording ones: what is recorded, `[run]` says.
"""


def context_faults(options: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with these options, and what to write."""
    for name, value in options.items():
        if name.startswith(("record_har", "record_video")):
            yield f'"{name}" is not set here; write har = "on" or video = "on" under [run] in tracer.toml'
        elif name not in CONTEXT_OPTIONS:
            yield f'Playwright has no context option "{name}": {suggest(name, known=CONTEXT_OPTIONS)}'
        elif fault := value_fault(name, value):
            yield fault


def value_fault(name: str, value: Any) -> str | None:
    """What is wrong with the value of this option, and what it takes."""
    from pydantic import TypeAdapter, ValidationError  # few projects set any

    from tracer_runner.model.faults import advice

    try:
        TypeAdapter[Any](CONTEXT_OPTIONS[name] | None).validate_python(value)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join([name, *(str(part) for part in first["loc"] if _is_key(part, value))])
        return f"{where}: {advice(first)}"
    return None


def _is_key(part: object, value: Any) -> bool:
    """pydantic names branches of unions among the keys."""
    return isinstance(value, Mapping) and part in value
