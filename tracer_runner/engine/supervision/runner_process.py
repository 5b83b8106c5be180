"""A runner process, seen from its supervisor."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import IO, NamedTuple

import psutil
from pydantic import BaseModel

from tracer_runner.engine.protocol import MESSAGES, Configure, Execute, Finish, Load, Message
from tracer_runner.engine.supervision.live import Live
from tracer_runner.engine.supervision.program import RunnerProgram

TAIL_LINES = 40
END_SECONDS = 5.0


class Loading(NamedTuple):
    """Journey files that are being imported."""

    load: Load
    future: Future[tuple[str, ...]]
    since: float


class RunnerProcess:
    """Starts it, speaks to it, and ends it with everything it started."""

    def __init__(
        self,
        configure: Configure,
        *,
        inbox: Callable[[RunnerProcess, Message | None], None],
        program: RunnerProgram | None = None,
    ) -> None:
        """`inbox` gets each message, and None when the process has gone; it is called from a thread.

        `program`: one that was started before; without it one is started now.
        """
        self.active: dict[str, Live] = {}
        self.loads: deque[Loading] = deque()
        self.served = 0
        self.ready = False
        self.finishing = False
        self.finishing_since = 0.0
        self.heard = time.monotonic()
        self.condemned_at: float | None = None
        """When its browser was found to be dead or hanging."""
        self._inbox = inbox
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._family: set[psutil.Process] = set()
        program = program or RunnerProgram()
        self._scratch = program.scratch
        self._process = program.take()
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._requests: IO[bytes] = self._process.stdin
        self._readers = (
            threading.Thread(target=self._read_messages, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._read_errors, args=(self._process.stderr,), daemon=True),
        )
        for reader in self._readers:
            reader.start()
        self.send(configure)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, request: BaseModel) -> None:
        """Send one request; one that has gone is noticed elsewhere."""
        with contextlib.suppress(OSError, ValueError):
            self._requests.write(request.model_dump_json().encode() + b"\n")
            self._requests.flush()

    def give(self, request: Execute, *, alone: bool) -> None:
        """Hand it an attempt; `alone`: nothing may run beside it."""
        if not self.active:
            self.heard = time.monotonic()
        self.active[request.run_id] = Live(request, alone=alone)
        self.send(request)

    def load(self, load: Load, future: Future[tuple[str, ...]]) -> None:
        """Let it import journey files; the future gets the faults."""
        self.loads.append(Loading(load, future, time.monotonic()))
        self.send(load)

    def is_ready(self) -> None:
        """It has started: what it was asked to import it begins only now."""
        self.ready = True
        now = time.monotonic()
        self.loads = deque(loading._replace(since=now) for loading in self.loads)

    def finish(self) -> None:
        """Ask it to end when it is idle."""
        if not self.finishing:
            self.finishing = True
            self.finishing_since = time.monotonic()
            self.send(Finish())

    def kill(self) -> None:
        """End it at once, with its driver, its browsers and everything below them."""
        self.meet_family()
        for member in self._family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        self._process.kill()
        self._process.wait()
        _wait_until_gone(self._family)
        self._close()

    def meet_family(self) -> None:
        """Remember everything below it: once it is dead, nothing tells whose the orphans are."""
        alive = self._process.poll() is None
        for member in [psutil.Process(self.pid)] if alive else list(self._family):
            with contextlib.suppress(psutil.NoSuchProcess):
                self._family.update(member.children(recursive=True))
        self._family = {member for member in self._family if member.is_running()}

    def end(self) -> None:
        """Let it finish, or end it when it does not."""
        self.finish()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close()

    def memory(self) -> int:
        """Bytes held by the runner and its driver (resident), browsers left out."""
        try:
            process = psutil.Process(self.pid)
            own = [process, *process.children()]
            return sum(member.memory_info().rss for member in own)
        except psutil.NoSuchProcess:
            return 0

    def last_words(self) -> str:
        """What it wrote to standard error in the end."""
        self._readers[1].join(1.0)
        return "\n".join(self._tail)

    def _close(self) -> None:
        self._process.wait()
        with contextlib.suppress(OSError):
            self._requests.close()
        for reader in self._readers:
            reader.join(END_SECONDS)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _read_messages(self, stream: IO[bytes]) -> None:
        try:
            with stream:
                for line in stream:
                    self._inbox(self, MESSAGES.validate_json(line))
        except ValueError as fault:
            self._tail.append(f"It sent what cannot be read: {fault}")
        finally:
            self._inbox(self, None)

    def _read_errors(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._tail.append(line.decode(errors="replace").rstrip())


def _wait_until_gone(processes: Iterable[psutil.Process]) -> None:
    """Until they have ended; whether somebody has collected their exit codes is no concern of ours."""
    give_up = time.monotonic() + END_SECONDS
    while any(map(_lives, processes)) and time.monotonic() < give_up:
        time.sleep(0.02)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
