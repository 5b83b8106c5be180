"""What all attempts of a runner share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from tracer_runner.engine.protocol import Configure, Message
from tracer_runner.engine.running.abreast import Abreast
from tracer_runner.engine.running.browser_pool import BrowserPool
from tracer_runner.engine.running.modules import CodeCache
from tracer_runner.hooks.registry import Registry


@dataclass(frozen=True)
class Workshop:
    """The tools of a runner."""

    configure: Configure
    abreast: Abreast
    pool: BrowserPool
    registry: Registry
    codes: CodeCache
    executor: Executor
    settle: Callable[[], None]
    emit: Callable[[Message], None]
    playwright: Any
