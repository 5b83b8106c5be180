"""The files of a new project."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from tracer_runner.errors import UsageError

FILES = {
    "journeys/find_a_lamp.py": ("find_a_lamp.py.txt", "a first journey"),
    "tracer.toml": ("tracer.toml.txt", "the settings, with what they are by default"),
    ".github/workflows/tracer.yml": ("workflow.yml.txt", "runs the journeys in CI"),
    ".env.example": ("env.example.txt", "how secrets are given"),
}
"""Each file of a project, its template, and what it is for."""
IGNORED = "gitignore.txt"


def write_project(folder: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Write what is not there yet: the files written, each with its purpose, and those left as they are.

    UsageError where the folder cannot be written to.
    """
    written, left = [], []
    try:
        for name, (template, purpose) in FILES.items():
            if write_new(folder / name, read_template(template)):
                written.append((name, purpose))
            else:
                left.append(name)
        if _add_lines(folder / ".gitignore", read_template(IGNORED).splitlines()):
            written.append((".gitignore", "keeps secrets and results out of git"))
        else:
            left.append(".gitignore")
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be written: {error.strerror}.", hint="Name a folder you may write to."
        ) from error
    return written, left


def read_template(name: str) -> str:
    """The text of a template."""
    return resources.files("tracer_runner.cli").joinpath("templates", name).read_text(encoding="utf-8")


def write_new(path: Path, text: str) -> bool:
    """Whether it was written: never over a file that exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _add_lines(path: Path, lines: list[str]) -> bool:
    """Whether lines were added: those the file does not have yet, at its end."""
    before = path.read_bytes() if path.exists() else b""
    present = {line.strip().rstrip(b"/") for line in before.splitlines()}
    missing = [line for line in lines if line.rstrip("/").encode() not in present]
    if missing:
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        path.write_bytes(before + gap + "".join(f"{line}\n" for line in missing).encode())
    return bool(missing)
