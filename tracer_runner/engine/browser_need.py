"""Whether a journey needs a browser at all. Plans ask it, so nothing of Playwright is imported here."""

from __future__ import annotations

from tracer_runner.hooks.registry import Registry

NEEDS_BROWSER = frozenset({"page", "context", "browser"})


def needs_browser(names: tuple[str, ...], registry: Registry) -> bool:
    """Whether any of these arguments is made from a browser."""
    wanted = set(names)
    for name in names:
        if argument := registry.arguments.get(name):
            wanted |= argument.needs
    return bool(wanted & NEEDS_BROWSER)
