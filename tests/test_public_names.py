"""What `from tracer_runner import …` offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tracer_runner


@pytest.mark.parametrize("name", tracer_runner.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(tracer_runner, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="jorney"):
        _ = tracer_runner.jorney


def test_importing_tracer_imports_nothing_heavy() -> None:
    code = "import sys, tracer_runner; print(sorted({'playwright', 'pydantic', 'typer', 'pytest'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_the_help_page_imports_no_engine() -> None:
    code = (
        "import sys; sys.argv = ['tracer', '--help']\n"
        "from tracer_runner.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'playwright', 'pydantic', 'jinja2', 'httpx', 'pytest'} & set(sys.modules)))"
    )
    output = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert output.splitlines()[-1] == "[]"


def test_what_starts_a_run_imports_no_playwright() -> None:
    code = "import sys, tracer_runner.cli.run_session; print(sorted({'playwright', 'httpx', 'PIL'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
