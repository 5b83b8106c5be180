"""An environment of its own for what is built here; nothing is fetched, because it sees the packages of this one."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

OURS = ("tracer", "__editable__", "_tracer")
"""How the names of what we install begin: those are not seen."""


class FreshEnvironment:
    """Python with the packages we depend on, and without ours."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / "bin" / "python"
        self._site = next((folder / "lib").glob("python*/site-packages"))
        here = next(path for path in map(Path, sys.path) if path.name == "site-packages")
        for entry in here.iterdir():
            if not entry.name.startswith(OURS):
                (self._site / entry.name).symlink_to(entry)

    def install(self, wheel: Path) -> None:
        """As pip would, without scripts: commands are typed as `python -m`."""
        zipfile.ZipFile(wheel).extractall(self._site)

    def run(self, *arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
        """`python` with these arguments."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(self.python), *arguments]
        return subprocess.run(command, cwd=cwd, env={**kept, **environ}, capture_output=True, text=True, timeout=100)


def build_wheel(project: Path, *, into: Path) -> Path:
    """The wheel of a project, built by the backend that is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, text=True)
    (wheel,) = into.glob("*.whl")
    return wheel
