"""`make setup` on machines where something is missing: each thing is named, with the line to type."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the set-up script is for a POSIX shell")


class Machine:
    """A folder of commands that is all there is in PATH."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.work = folder / "work"
        self.work.mkdir()
        for name in ("sh", "rm", "touch", "mkdir"):
            (self.bin / name).symlink_to(str(shutil.which(name)))
        self.put("id", "echo 1000")

    def put(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def put_python(self, *, version: str = "3.11.2", has_venv: bool = True, venv: str = "exit 0") -> None:
        """A python3 that answers what the script asks."""
        self.put(
            "python3",
            f"""case "$*" in
            *version_info*) {"exit 0" if version >= "3.11" else "exit 1"};;
            --version) echo Python {version};;
            *ensurepip*) {"exit 0" if has_venv else "exit 1"};;
            "-m venv .venv") {venv};;
            esac""",
        )

    def setup(self) -> tuple[int, str]:
        done = subprocess.run(
            [str(self.bin / "sh"), str(ROOT / ".ci" / "setup")],
            cwd=self.work,
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_python_the_package_is_named(machine: Machine) -> None:
    code, said = machine.setup()
    assert code == 1
    assert "apt-get install -y python3 python3-venv" in said


def test_a_python_that_is_too_old_is_named(machine: Machine) -> None:
    machine.put_python(version="3.10.9")
    code, said = machine.setup()
    assert code == 1
    assert "Python 3.10.9 is too old" in said
    assert "PYTHON=" in said


def test_who_is_not_root_and_lacks_python3_venv_is_told_the_line(machine: Machine) -> None:
    machine.put_python(has_venv=False)
    machine.put("apt-get", "echo it was called >&2; exit 1")
    code, said = machine.setup()
    assert code == 1
    assert "python3-venv is missing." in said
    assert "apt-get install -y --no-install-recommends python3-venv" in said
    assert "it was called" not in said


def test_root_gets_python3_venv_by_itself(machine: Machine) -> None:
    machine.put("id", "echo 0")
    machine.put_python(has_venv=False)
    machine.put("apt-get", f'echo "$@" >> {machine.work}/apt')
    code, said = machine.setup()
    assert code == 1  # this apt-get brings nothing, so it is named after all
    assert "install -y -qq --no-install-recommends python3-venv" in (machine.work / "apt").read_text()
    assert "python3-venv is missing." in said


def test_an_environment_that_cannot_be_made_leaves_none_behind(machine: Machine) -> None:
    machine.put_python(venv="mkdir .venv; exit 1")
    code, said = machine.setup()
    assert code == 1
    assert "could not be made" in said
    assert not (machine.work / ".venv").exists()


def test_a_package_that_cannot_be_had_is_told_from_a_browser_that_is_missing(machine: Machine) -> None:
    python = (
        "mkdir -p .venv/bin; printf '#!/bin/sh\\nexit {pip}\\n' > .venv/bin/python; "
        "printf '#!/bin/sh\\nexit 4\\n' > .venv/bin/tracer; {chmod} .venv/bin/python .venv/bin/tracer"
    )
    chmod = f"{shutil.which('chmod')} 755"
    machine.put_python(venv=python.format(pip=1, chmod=chmod))
    assert "pip could not install" in machine.setup()[1]
    machine.put_python(venv=python.format(pip=0, chmod=chmod))
    code, said = machine.setup()
    assert code == 1
    assert "no browser can be started yet" in said
    assert not (machine.work / ".venv" / ".ready").exists()


def test_no_pin_names_a_place_to_get_it_from() -> None:
    for name in ("run.txt", "dev.txt"):
        lines = (ROOT / "requirements" / name).read_text().split()
        assert lines
        assert all("==" in line and "/" not in line and "@" not in line for line in lines)


def test_everything_that_is_pinned_to_run_is_what_tracer_is_tested_with() -> None:
    run, dev = ((ROOT / "requirements" / name).read_text().split() for name in ("run.txt", "dev.txt"))
    assert set(run) <= set(dev)
