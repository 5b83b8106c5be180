"""Steps on the terminal as they end, under `pytest -v`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tracer_runner.model.event import Event

INDENT = "  "


class LiveSteps:
    """A line for each step; nothing without `-v`, and in workers of pytest-xdist, which have no terminal."""

    def __init__(self, config: pytest.Config) -> None:
        wanted = config.get_verbosity(pytest.Config.VERBOSITY_TEST_CASES) > 0
        self._terminal: Any = config.pluginmanager.getplugin("terminalreporter") if wanted else None
        self._capture: Any = config.pluginmanager.getplugin("capturemanager")

    def take(self, event: Event) -> None:
        """Show it when it is the end of a step."""
        if self._terminal is None:
            return
        from tracer_runner.model.event import StepFinished
        from tracer_runner.services.run_lines import step_line

        if isinstance(event, StepFinished):
            with self._capture.global_and_fixture_disabled() if self._capture else nullcontext():
                self._terminal.write(f"\n{INDENT}{step_line(event.step).plain}", flush=True)
                self._terminal.currentfspath = None  # what comes next begins a line
