"""The code blocks of a page of the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Command:
    """A command the reader types, and the output shown below it."""

    line: str
    output: str


class Guide:
    """One page."""

    def __init__(self, name: str) -> None:
        self.text = (DOCS / name).read_text(encoding="utf-8")
        self._blocks = [match.groupdict() for match in _BLOCK.finditer(self.text)]

    def files(self) -> dict[str, str]:
        """Blocks with a title: what the reader writes into files."""
        return {block["title"]: block["text"] for block in self._blocks if block["title"]}

    def fragments(self) -> list[str]:
        """Python without a title: part of a file."""
        return [block["text"] for block in self._blocks if block["language"] == "python" and not block["title"]]

    def texts(self) -> list[str]:
        """Blocks of plain text."""
        return [block["text"] for block in self._blocks if block["language"] == "text"]

    def commands(self) -> list[Command]:
        """Lines of console blocks that begin with `$ `, each with what follows it."""
        found: list[Command] = []
        for block in self._blocks:
            if block["language"] == "console":
                for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                    line, _, output = part.partition("\n")
                    found.append(Command(line, output))
        return found
