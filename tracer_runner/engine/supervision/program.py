"""The program of a runner, started: light to import, so that it can be started before anything else is known.

A runner takes a third of a second to import what it needs and to start its driver. `tracer run` starts the first one
at once and reads journeys meanwhile.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile


class RunnerProgram:
    """A runner process that waits to be told how to work."""

    def __init__(self) -> None:
        self._taken = False
        # Browsers and driver leave files behind when they are killed; here they can be removed.
        self.scratch = tempfile.mkdtemp(prefix="tracer-")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracer_runner.engine.running.runner_main", self.scratch],
            env=os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self.scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the terminal is the supervisor's to handle
        )

    def take(self) -> subprocess.Popen[bytes]:
        """The process; whoever takes it also ends it."""
        self._taken = True
        return self.process

    def discard(self) -> None:
        """End it, if nobody took it."""
        if not self._taken:
            self.process.kill()  # the driver ends when its pipe closes
            self.process.communicate()
            shutil.rmtree(self.scratch, ignore_errors=True)
