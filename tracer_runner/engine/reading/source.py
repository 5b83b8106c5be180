"""Journey files and the modules they use as syntax trees. Nothing is executed."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.scope import Import, Scope, file_scope, scoped_walk
from tracer_runner.model.record import SourceRef


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One file, parsed."""

    path: Path
    """Absolute."""
    shown: str
    """As the user would type it."""
    root: Path
    """The journeys folder: modules are found beside the file, then here."""
    tree: ast.Module

    @cached_property
    def scope(self) -> Scope:
        """The names of its top level."""
        return file_scope(self.tree, file=self)

    @cached_property
    def nodes(self) -> tuple[tuple[ast.AST, Scope], ...]:
        """Every node, with the scope it stands in."""
        return tuple(scoped_walk(self.tree, self.scope))

    def ref(self, node: ast.expr | ast.stmt) -> SourceRef:
        """Where this node stands."""
        return SourceRef(file=self.shown, line=node.lineno)


@dataclass(frozen=True)
class Module:
    """A module of the journeys folder: its file, or for a folder without `__init__.py` the folder."""

    file: SourceFile | None
    folder: Path | None
    """Where its submodules are, if it is a package."""
    importer: SourceFile


class SourceFiles:
    """Reads files, each one once; what cannot be read is a fault, told once."""

    def __init__(self, *, project: Path, faults: LoadFaults) -> None:
        self._project = project
        self._faults = faults
        self._files: dict[tuple[Path, Path], SourceFile | None] = {}
        self._modules: dict[tuple[str, int, SourceFile], Module | None] = {}

    def read(self, path: Path, *, root: Path, given: str) -> SourceFile | None:
        """The file at this absolute path. `given` is how it is shown when it lies outside of the project."""
        key = (path, root)
        if key not in self._files:
            shown = self.shown(path, given=given)
            tree = self._parse(path, shown=shown)
            self._files[key] = SourceFile(path, shown, root, tree) if tree else None
        return self._files[key]

    def shown(self, path: Path, *, given: str) -> str:
        """The path as the user would type it: from the project on where it lies inside."""
        inside = path.is_relative_to(self._project)
        return path.relative_to(self._project).as_posix() if inside else PurePath(given).as_posix()

    def module(self, wanted: Import, *, importer: SourceFile) -> Module | None:
        """The module an import speaks of, if the journeys folder has it: beside the importer, or else in the root."""
        key = (wanted.module, wanted.level, importer)
        if key not in self._modules:
            self._modules[key] = self._find(wanted, importer=importer)
        return self._modules[key]

    def submodule(self, module: Module, name: str) -> Module | None:
        """`b` of the package `a`, as in `a.b`."""
        return self._at(module.folder / name, importer=module.importer) if module.folder else None

    def _find(self, wanted: Import, *, importer: SourceFile) -> Module | None:
        places = [importer.path.parent, importer.root]
        if wanted.level:
            above = [importer.path.parent, *importer.path.parent.parents][wanted.level - 1 : wanted.level]
            places = [place for place in above if place.is_relative_to(importer.root)]
        parts = [part for part in wanted.module.split(".") if part]
        found = (self._at(place.joinpath(*parts), importer=importer) for place in places)
        return next((module for module in found if module), None)

    def _at(self, place: Path, *, importer: SourceFile) -> Module | None:
        for path, folder in ((place / "__init__.py", place), (place.with_name(f"{place.name}.py"), None)):
            if path.is_file():
                beside = os.path.relpath(path, importer.path.parent)
                given = os.path.normpath(Path(importer.shown).parent / beside)
                file = self.read(path, root=importer.root, given=given)
                return Module(file, folder, importer) if file else None
        return Module(None, place, importer) if place.is_dir() else None

    def _parse(self, path: Path, *, shown: str) -> ast.Module | None:
        text = self._text(path, shown=shown)
        if text is None:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text, filename=str(path))
                # Compiling finds what parsing does not, such as `return` outside of a function.
                compile(tree, str(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            line = (error.text or _line(text, error.lineno)).strip()
            shown_line = f": {line}" if line else ""
            self._faults.add(f"{error.msg}{shown_line} (correct the syntax)", file=shown, line=error.lineno or 1)
        except ValueError:
            self._faults.add("there is a null byte in it; save it as a text file", file=shown, line=1)
        except (RecursionError, MemoryError):
            self._faults.add("it is nested too deeply to be read; split it", file=shown, line=1)
        else:
            return tree
        return None

    def _text(self, path: Path, *, shown: str) -> str | None:
        try:
            data = path.read_bytes()
        except OSError as error:
            self._faults.add(f"it cannot be read ({error.strerror}); check the file and its permissions", file=shown)
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._faults.add("this line is not UTF-8; save the file as UTF-8", file=shown, line=line)
            return None


def python_files(folder: Path, *, helpers: bool = False) -> Iterator[Path]:
    """The files a folder's journeys may be in, in the order of their names; `_x`, `.x` and conftest.py are left out.

    `helpers`: with files called `_x.py`.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        for name in sorted(files):
            skipped = name.startswith(".") or (name.startswith("_") and not helpers) or name == "conftest.py"
            if name.endswith(".py") and not skipped:
                yield Path(place, name)


def _line(text: str, number: int | None) -> str:
    lines = text.splitlines()
    return lines[number - 1] if number and number <= len(lines) else ""
