"""A project on disk, to read journeys from."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.errors import LoadError
from tracer_runner.model.journey import Journey, Step
from tracer_runner.settings import Settings

HEADER = "from tracer_runner import check, expect, journey, login, step\n"


class JourneyFiles:
    """Writes files and reads them as `tracer` would."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.settings = Settings(project=project)

    def write(self, path: str, code: str, *, header: str = HEADER) -> Path:
        """A file of the project; its first line is the usual import."""
        file = self.project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(header + textwrap.dedent(code).lstrip("\n"), encoding="utf-8")
        return file

    def read(self, *paths: str, **options: Any) -> tuple[Journey, ...]:
        """All journeys, or those of some paths inside the project."""
        whole = [str(self.project / path) for path in paths]
        return read_journeys(whole, settings=self.settings, **options)

    def faults(self, *paths: str, **options: Any) -> list[str]:
        """What is wrong; nothing, when all can be read."""
        try:
            self.read(*paths, **options)
        except LoadError as error:
            return error.faults
        return []

    def journey(self, code: str, **options: Any) -> Journey:
        """The only journey in this code."""
        self.write("journeys/one.py", code)
        (journey,) = self.read("journeys/one.py", **options)
        return journey

    def faults_of(self, code: str, **options: Any) -> list[str]:
        """What is wrong in this code; line 2 is its first."""
        self.write("journeys/one.py", code)
        return self.faults("journeys/one.py", **options)

    def outline(self, body: str, *, before: str = "") -> list[str]:
        """The steps of a journey with this body, one line each, indented by depth, with their marks."""
        function = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        code = f'{textwrap.dedent(before)}\n@journey("One")\ndef one(page, params, run):\n{function}\n'
        return tree(self.journey(code).steps)


def tree(steps: tuple[Step, ...], depth: int = 0) -> list[str]:
    """`Open`, `  Buy {p} (pattern repeats)`: one line each."""
    lines = []
    for step in steps:
        marks = " ".join(mark for mark in ("pattern", "repeats", "optional", "soft") if getattr(step, mark))
        lines.append("  " * depth + step.name + (f" ({marks})" if marks else ""))
        lines.extend(tree(step.steps, depth + 1))
    return lines


def only(faults: list[str]) -> str:
    """The one fault there is."""
    (fault,) = faults
    return fault
