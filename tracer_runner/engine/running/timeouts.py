"""Action time-outs, cut to what the step has left, so that Playwright's own message explains what it waited for.

Playwright asks its client-side settings for the time-out of each action; this file is the only one that leans on that,
and `tests/runner/engine/running/test_timeouts.py` is its contract with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracer_runner.engine.running.deadlines import Deadlines

_NEVER = 24 * 3600.0
_ASKED = ("timeout", "navigation_timeout")
"""The methods that are asked for the time-out of an action."""


def cut_timeouts(owner: Any, deadlines: Deadlines, *, used: Callable[[], None] = lambda: None) -> Callable[[], None]:
    """Let every action of this page, context or request context end before the step around it does.

    `used` is called before each action. Call the answer to let them take their own time again.
    """
    settings = owner._impl_obj._timeout_settings
    if getattr(settings, "tracer_cut", False):
        return lambda: None
    for name in _ASKED:
        setattr(settings, name, _cut(getattr(settings, name), deadlines, used))
    settings.tracer_cut = True

    def restore() -> None:
        for name in (*_ASKED, "tracer_cut"):
            settings.__dict__.pop(name, None)

    return restore


def _cut(ask: Any, deadlines: Deadlines, used: Callable[[], None]) -> Any:
    def timeout(given: float | None) -> float:
        used()
        asked = ask(given) / 1000
        # Zero is Playwright's "wait forever".
        return round(deadlines.cut(asked or _NEVER) * 1000, 3)

    return timeout
