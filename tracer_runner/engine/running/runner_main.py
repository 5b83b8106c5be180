"""The runner as a process: requests come on standard input, messages go out on standard output.

Both are taken for that alone: what journeys print goes to their runs, and what anything else prints to standard error.
Its argument is the folder of temporary files that it has to itself.

Most of starting is waiting for Playwright's driver, so everything else is imported in a thread meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import psutil

from tracer_runner.engine.running.driver import Driver, start_driver

if TYPE_CHECKING:
    from tracer_runner.engine.protocol import Configure, Message
    from tracer_runner.hooks.registry import Registry

DRIVER_DIED = 70
"""Exit code of a runner whose Playwright driver died."""
ORPHANED, ORPHAN_SECONDS = 71, 15.0
"""Exit code of a runner whose supervisor died, and how long it may take to end by itself."""


def main() -> int:
    """Serve one supervisor; the exit code says how it ended."""
    requests, messages = _take_streams()
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        told = meanwhile.submit(_learn, requests)
        driver = start_driver()
    if (known := told.result()) is not None:
        configure, registry = known
        return _serve(configure, requests, messages, driver=driver, registry=registry)
    driver.close()
    return 0


def _serve(configure: Configure, requests: BinaryIO, messages: BinaryIO, *, driver: Driver, registry: Registry) -> int:
    from tracer_runner.engine.protocol import Ready
    from tracer_runner.engine.running.runner import Runner

    lock = threading.Lock()

    def emit(message: Message) -> None:
        line = message.model_dump_json().encode() + b"\n"
        with lock, contextlib.suppress(BrokenPipeError):  # the supervisor has gone; its own end ends us too
            messages.write(line)
            messages.flush()

    runner = Runner(configure, registry=registry, emit=emit, driver=driver)
    _listen(runner.loop.call_soon_threadsafe, runner.handle, runner.stop, requests)
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError):  # Windows has no signals on a loop
            runner.loop.add_signal_handler(getattr(signal, name), runner.stop)
    emit(Ready(pid=os.getpid()))
    try:
        return 0 if runner.run() else DRIVER_DIED
    finally:
        runner.close()


def _learn(requests: BinaryIO) -> tuple[Configure, Registry] | None:
    """Import the rest, wait for the supervisor, which may still be reading journeys, and load the plugins it wants."""
    import tracer_runner.engine.running.runner
    from tracer_runner.engine.protocol import REQUESTS, Configure
    from tracer_runner.hooks.manager import load_registry, silently

    assert tracer_runner.engine.running.runner
    first = requests.readline()
    if not first:
        return None
    configure = REQUESTS.validate_json(first)
    assert isinstance(configure, Configure)
    # The supervisor loads the same plugins, and has said what there is to say.
    return configure, load_registry(choice=configure.plugins, warn=silently)


def _listen(
    hand_over: Callable[..., object], handle: Callable[..., None], stop: Callable[[], None], requests: BinaryIO
) -> None:
    """Read requests in a thread: standard input cannot be waited for on the loop everywhere."""
    from tracer_runner.engine.protocol import REQUESTS

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed
            try:
                for line in requests:
                    hand_over(handle, REQUESTS.validate_json(line))
            except ValueError as fault:
                _complain(f"A request cannot be read: {fault}")
            hand_over(stop)  # the supervisor has gone
        _end_anyway()

    threading.Thread(target=read, name="tracer-requests", daemon=True).start()


def _end_anyway() -> None:
    """Nobody is left to end this process from outside: a journey that blocks it must not keep it for ever."""
    time.sleep(ORPHAN_SECONDS)
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    _leave(ORPHANED)


def _leave(code: int) -> NoReturn:
    """End at once: a thread of run.blocking that never returns would keep the process alive."""
    if sys.argv[1:]:
        shutil.rmtree(sys.argv[1], ignore_errors=True)  # the supervisor would do it, if it still lives
    os._exit(code)


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    requests = os.fdopen(os.dup(0), "rb")
    messages = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return requests, messages


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    _leave(code)
