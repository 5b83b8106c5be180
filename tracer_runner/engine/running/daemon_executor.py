"""Threads for code that blocks, and that nothing can end: the process does not wait for them at its own end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class DaemonExecutor(Executor):
    """A thread for each call. Python would wait for those of a `ThreadPoolExecutor` before it exits."""

    def __init__(self, *, name: str) -> None:
        """`name` is that of its threads."""
        self._name = name

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call it in a thread of its own."""
        future: Future[Any] = Future()

        def work() -> None:
            try:
                result = function(*args, **kwargs)
            except BaseException as raised:
                future.set_exception(raised)
            else:
                future.set_result(result)

        threading.Thread(target=work, name=self._name, daemon=True).start()
        return future
