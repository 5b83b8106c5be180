"""Which login a journey means: the nearest of its name, in its own file, beside it, or in the journeys folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.source import SourceFile, SourceFiles, python_files
from tracer_runner.engine.reading.tree import marked
from tracer_runner.model.journey import Login, Step
from tracer_runner.model.suggestion import suggest


class Logins:
    """The logins of files; each file is read once."""

    def __init__(
        self, files: SourceFiles, *, read: Callable[[SourceFile], tuple[Login, ...]], faults: LoadFaults
    ) -> None:
        """`read` gives the logins of a file."""
        self._files = files
        self._read = read
        self._faults = faults
        self._known: dict[SourceFile, tuple[Login, ...]] = {}
        self._folders: dict[Path, dict[Path, bytes]] = {}

    def of(self, file: SourceFile) -> tuple[Login, ...]:
        """The logins of this file; two of one name are told."""
        if file not in self._known:
            self._known[file] = self._read(file)
            self._refuse_doubles(self._known[file])
        return self._known[file]

    def find(self, name: str, *, file: SourceFile, line: int) -> Login | None:
        """The nearest login of this name for a journey in `file`; that there is none is told at `line`."""
        before = len(self._faults)
        for files in chain([[file]], self._elsewhere(name, file=file)):
            found = [login for one in files for login in self.of(one) if login.name == name]
            self._refuse_doubles(found)
            if found:
                return found[0]
        if len(self._faults) == before:
            self._faults.add(f'there is no login "{name}": {self._advice(name, file=file)}', file=file.shown, line=line)
        return None

    def _elsewhere(self, name: str, *, file: SourceFile) -> Iterator[list[SourceFile]]:
        """The other files that may have this login: those in the file's folder, then below it, then one folder up.

        Others are not even parsed: what is wrong in them is no concern of this journey's.
        """
        decorator = re.compile(rb"""@\s*[\w.]+\s*\(\s*(name\s*=\s*)?["']""" + re.escape(name.encode()) + rb"""["']""")
        paths = [path for path, code in self._others(file) if decorator.search(code)]
        for folder in [parent for parent in file.path.parents if parent.is_relative_to(file.root)]:
            below = [path for path in paths if path.is_relative_to(folder)]
            for near in ([path for path in below if path.parent == folder], below):
                read = [self._files.read(path, root=file.root, given=str(path)) for path in near]
                yield [one for one in read if one]

    def _advice(self, name: str, *, file: SourceFile) -> str:
        decorator = re.compile(rb"""@\s*(?:\w+\.)*login\s*\(\s*(?:name\s*=\s*)?["']([^"'\n]+)["']""")
        known = {found.decode(errors="replace") for _, code in self._others(file) for found in decorator.findall(code)}
        known |= {login.name for login in self.of(file)}
        return suggest(name, known=known) if known else f'write @login("{name}") over the function that signs in'

    def _others(self, file: SourceFile) -> list[tuple[Path, bytes]]:
        """All other files of the journeys folder, which is read once for all journeys."""
        if file.root not in self._folders:
            self._folders[file.root] = {path: _bytes(path) for path in python_files(file.root, helpers=True)}
        return [(path, code) for path, code in self._folders[file.root].items() if path != file.path]

    def _refuse_doubles(self, logins: Sequence[Login]) -> None:
        first: dict[str, Login] = {}
        for login in logins:
            other = first.setdefault(login.name, login)
            if other is not login:
                text = f'the login "{login.name}" is at {other.source} too; rename one'
                self._faults.add(text, file=login.source.file, line=login.source.line)


def login_step(login: Login) -> Step:
    """The step in which a journey signs in, when there is no session yet."""
    inside = marked(login.steps, optional=True)
    return Step(name=login.step_name, source=login.source, optional=True, timeout=login.timeout, steps=tuple(inside))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it is told when somebody asks for the file itself
        return b""
