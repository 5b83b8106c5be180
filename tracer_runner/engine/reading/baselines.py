"""Which baselines there are, and which of them no journey asks for any more. Nothing is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracer_runner.engine.baseline_files import (
    FOLDER,
    NAMELESS,
    baseline_name,
    baselines_folder,
    dashed,
    split_name,
    stored_files,
)
from tracer_runner.model.journey import Journey


@dataclass(frozen=True)
class StoredBaseline:
    """One file."""

    path: Path
    journey: str
    """The key of the journey it belongs to, or belonged to."""
    name: str
    kind: str
    """Its ending without the dot: `png`, `aria.yml`."""
    used: bool
    """A journey may still ask for it: its name is that of a step or another text in the journeys' files."""


def find_baselines(journeys: Sequence[Journey]) -> Iterator[StoredBaseline]:
    """The baselines of these journeys."""
    texts_of = cache(_texts_below)
    for journey in journeys:
        texts = texts_of(Path(journey.root)) | texts_of(Path(journey.path).parent)
        for path in stored_files(baselines_folder(journey)):
            name = split_name(path)[0]
            used = bool(journey.checks) and any(re.fullmatch(text, name) for text in texts)
            yield _stored(path, journey=journey.key, used=used)


def find_orphans(journeys: Iterable[Journey], *, below: Path) -> Iterator[StoredBaseline]:
    """The baselines below this folder that belong to none of these journeys, which are all there are."""
    known = {baselines_folder(journey) for journey in journeys}
    for around in sorted(below.rglob(FOLDER)):
        for folder in sorted(around.iterdir()) if around.is_dir() else ():
            if folder not in known:
                yield from (_stored(path, journey=folder.name, used=False) for path in stored_files(folder))


def _stored(path: Path, *, journey: str, used: bool) -> StoredBaseline:
    name, ending = split_name(path)
    return StoredBaseline(path, journey=journey, name=name, kind=ending.removeprefix("."), used=used)


def _texts_below(folder: Path) -> frozenset[str]:
    """Every text in the Python files of a folder, as a pattern of the names baselines have that are called by it."""
    patterns = {NAMELESS}
    for path in folder.rglob("*.py"):
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue  # it is no part of a journey: those have been read
        patterns.update(_patterns(tree))
    return frozenset(patterns)


def _patterns(tree: ast.Module) -> Iterator[str]:
    inside: set[ast.AST] = set()
    """Parts of longer texts: no names by themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(node.values)
            parts = [
                re.escape(dashed(str(part.value))) if isinstance(part, ast.Constant) else ".*" for part in node.values
            ]
            if any(part.strip(".*") for part in parts):
                yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield re.escape(baseline_name(node.value))
