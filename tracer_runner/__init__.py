"""tracer: write a user journey once; run it from the command line, in pytest, in CI and as a monitor.

    from tracer_runner import check, expect, journey, login, step

These names are what journey files use. They are loaded when first asked for, so that importing tracer stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracer_runner.engine.authoring import check, expect, journey, login, step

__version__ = "0.1.0"
__all__ = ["__version__", "check", "expect", "journey", "login", "step"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from tracer_runner.engine import authoring

        return getattr(authoring, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
