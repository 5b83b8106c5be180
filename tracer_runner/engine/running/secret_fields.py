"""Fields that a secret was typed into: masked on the page, and told, so that no film of them is kept.

Playwright takes a secret as any string, so its typing methods are wrapped in this process. This file is the only one
that does, and `tests/runner/engine/running/test_secrets.py` is its contract with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ElementHandle, Frame, Keyboard, Locator, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.authoring import current_recorder
from tracer_runner.engine.running.recorder import Recorder

MARK_MS = 1_000
_METHODS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Locator, ("fill", "type", "press_sequentially")),
    (Page, ("fill", "type")),
    (Frame, ("fill", "type")),
    (ElementHandle, ("fill", "type")),
    (Keyboard, ("type", "insert_text")),
)
_MARK = """field => {
  field.style.setProperty("-webkit-text-security", "disc", "important");
  return field.type === "password";
}"""


def watch_secret_fields() -> Callable[[], None]:
    """Mask every field a secret is typed into; call the answer to stop."""
    before = [(class_, name, getattr(class_, name)) for class_, names in _METHODS for name in names]
    for class_, name, method in before:
        setattr(class_, name, _watched(method))

    def stop() -> None:
        for class_, name, method in before:
            setattr(class_, name, method)

    return stop


def _watched(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def type_text(target: Any, *args: Any, **kwargs: Any) -> Any:
        result = method(target, *args, **kwargs)
        recorder = current_recorder()
        if recorder and recorder.scrubber.active and _holds_secret((*args, *kwargs.values()), recorder):
            recorder.secret_typed(is_password=_mark(target, args, kwargs))
        return result

    return type_text


def _holds_secret(values: tuple[Any, ...], recorder: Recorder) -> bool:
    return any(isinstance(value, str) and recorder.scrubber.found(value) for value in values)


def _mark(target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Mask the field; False also when it is gone or cannot be found, because then nothing is known of it."""
    try:
        if isinstance(target, Locator):
            return bool(target.evaluate(_MARK, timeout=MARK_MS))
        if isinstance(target, ElementHandle):
            return bool(target.evaluate(_MARK))
        if isinstance(target, Page | Frame):
            selector = args[0] if args else kwargs["selector"]
            return bool(target.locator(selector).first.evaluate(_MARK, timeout=MARK_MS))
    except PlaywrightError:
        return False
    return False
