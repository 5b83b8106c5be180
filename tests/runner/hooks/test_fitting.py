"""A hook that would do nothing is told before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from .distributions import faults_of


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("@hookimpl(wrapper=True)\ndef tracer_run_finished(run):\n    yield", "is a wrapper"),
        ("@hookimpl\nasync def tracer_run_finished(run): ...", "is async, and nothing awaits it; write def"),
        ("@hookimpl\ndef tracer_run_finished(run):\n    yield", "yields, and nothing asks it to go on"),
    ],
)
def test_a_hook_that_would_do_nothing_is_told(tmp_path: Path, code: str, told: str) -> None:
    file = tmp_path / "idle.py"
    file.write_text(f"from tracer_runner.hooks import hookimpl\n{code}\n")
    (fault,) = faults_of(file)
    assert fault.startswith(f"Plugin project:idle does not fit: tracer_run_finished {told}")
