"""A context option: pages are asked for in British English, unless tracer.toml or a journey says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ContextOption


@hookimpl
def tracer_register_context_options() -> Iterable[ContextOption]:
    return [ContextOption(name="locale", value="en-GB")]
