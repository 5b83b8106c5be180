"""The commands an installation runs, and the machine it may change."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracer_runner.engine.browsers.places import Places

_LONGEST_SECONDS = 900
_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
"""No questions; and give up early on a network that swallows packets (Playwright tries five times)."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    output: str

    @property
    def reason(self) -> str:
        """The line of the output that says most about a failure."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("E: ", "Error: "))]
        return (telling or lines[-1:] or [f"it ended with {self.code}"])[0]


@dataclass(frozen=True)
class Machine:
    """What may be done here, and how."""

    places: Places
    say: Callable[[str], None]
    """Tell the person who waits."""
    run: Callable[[Sequence[str]], Outcome]
    may_install_packages: bool
    """This is root, and there is apt-get."""
    font_folders: tuple[Path, ...] | None = None
    """Where fonts lie; None: the usual folders."""

    @classmethod
    def this_one(cls, *, say: Callable[[str], None]) -> Machine:
        """The machine this runs on."""
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        return cls(
            places=Places.of_this_machine(),
            say=say,
            run=run_command,
            may_install_packages=is_root and shutil.which("apt-get") is not None,
        )


def run_command(command: Sequence[str], *, longest: float = _LONGEST_SECONDS) -> Outcome:
    """Run a command to its end, or end it and all it started when it takes longer than `longest` seconds."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=_ENVIRONMENT | dict(os.environ),
            start_new_session=True,
        )
    except OSError as fault:
        return Outcome(127, f"{command[0]}: {fault}")
    try:
        output, _ = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        return Outcome(124, f"{_end(process)}\n{' '.join(command)} took longer than {longest:.0f} s and was ended.")
    except BaseException:
        _end(process)
        raise
    return Outcome(process.returncode, output)


def _end(process: subprocess.Popen[str]) -> str:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    output, _ = process.communicate()
    return output
