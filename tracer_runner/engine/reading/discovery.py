"""From the paths a user gives to the journeys in them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.outline import Outliner
from tracer_runner.engine.reading.source import SourceFile, SourceFiles, python_files
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.journey import Journey
from tracer_runner.model.suggestion import suggest
from tracer_runner.settings import Settings


def read_journeys(
    paths: Sequence[str],
    *,
    settings: Settings,
    arguments: Collection[str] = (),
    assertions: Assertions | None = None,
    may_be_none: bool = False,
) -> tuple[Journey, ...]:
    """The journeys of these files, folders and `file.py::journey`; none given: the project's journeys folder.

    Nothing is executed. `arguments` are the names of arguments of plugins, `assertions` what `check` offers (None: not
    known, so neither names nor parameters are checked). Everything wrong in all files is told in one LoadError; a path
    without a journey is wrong, too, unless there `may_be_none`.
    """
    faults = LoadFaults()
    reader = _Reader(settings, faults=faults, arguments=arguments, assertions=assertions, may_be_none=may_be_none)
    found: dict[tuple[str, str], Journey] = {}
    for path in paths or (str(settings.journeys_folder),):
        for journey in reader.read(_Wanted.parse(path)):
            found.setdefault((journey.path, journey.function), journey)
    _refuse_doubles(found.values(), faults=faults)
    faults.raise_any()
    return tuple(found.values())


@dataclass(frozen=True)
class _Wanted:
    """What one path asks for."""

    given: str
    path: Path
    key: str | None

    @classmethod
    def parse(cls, text: str) -> _Wanted:
        given, _, key = text.partition("::")
        return cls(given, Path(os.path.abspath(given)), key or None)  # noqa: PTH100 - links stay as the user sees them


class _Reader:
    """Reads what paths ask for; each file once."""

    def __init__(
        self,
        settings: Settings,
        *,
        faults: LoadFaults,
        arguments: Collection[str],
        assertions: Assertions | None,
        may_be_none: bool,
    ) -> None:
        self._folder = Path(os.path.abspath(settings.journeys_folder))  # noqa: PTH100
        self._faults = faults
        self._may_be_none = may_be_none
        self._files = SourceFiles(project=settings.project, faults=faults)
        self._outliner = Outliner(self._files, faults=faults, arguments=arguments, assertions=assertions)
        self._known: dict[Path, tuple[Journey, ...]] = {}

    def read(self, wanted: _Wanted) -> tuple[Journey, ...]:
        shown = self._files.shown(wanted.path, given=wanted.given)
        before = len(self._faults)
        if wanted.path.is_dir():
            found = self._folder_journeys(wanted)
        elif wanted.path.is_file():
            found = self._file_journeys(wanted.path, given=wanted.given)
        else:
            text = "there is no such file or folder; check the path, or write a first journey with `tracer init`"
            self._faults.add(text, file=shown)
            return ()
        if not found and not self._may_be_none and len(self._faults) == before and not self._faults.concern(shown):
            text = '@journey("Name") stands over no function here; write a journey, or give another path'
            self._faults.add(f"no journeys found: {text}", file=shown)
        return self._of_key(wanted, found, shown=shown) if wanted.key else found

    def _folder_journeys(self, wanted: _Wanted) -> tuple[Journey, ...]:
        found: list[Journey] = []
        for path in python_files(wanted.path):
            given = PurePath(wanted.given, path.relative_to(wanted.path))
            found.extend(self._file_journeys(path, given=str(given)))
        return tuple(found)

    def _file_journeys(self, path: Path, *, given: str) -> tuple[Journey, ...]:
        if path not in self._known:
            root = self._folder if path.is_relative_to(self._folder) else path.parent
            file = self._files.read(path, root=root, given=given)
            self._known[path] = self._outlined(file) if file else ()
        return self._known[path]

    def _outlined(self, file: SourceFile) -> tuple[Journey, ...]:
        try:
            return self._outliner.journeys(file)
        except RecursionError:
            self._faults.add("its code is nested too deeply to be read; split it", file=file.shown, line=1)
            return ()

    def _of_key(self, wanted: _Wanted, found: tuple[Journey, ...], *, shown: str) -> tuple[Journey, ...]:
        assert wanted.key
        chosen = tuple(journey for journey in found if wanted.key in {journey.key, journey.function})
        if not chosen and found:
            known = [journey.key for journey in found]
            text = f'there is no journey "{wanted.key}": {suggest(wanted.key, known=known)}'
            self._faults.add(text, file=shown)
        return chosen


def _refuse_doubles(journeys: Iterable[Journey], *, faults: LoadFaults) -> None:
    first: dict[str, Journey] = {}
    for journey in journeys:
        other = first.setdefault(journey.key, journey)
        if other is not journey:
            faults.add(taken_key(journey, by=other), file=journey.source.file, line=journey.source.line)


def taken_key(journey: Journey, *, by: Journey) -> str:
    """What is wrong when another journey has the key of this one, and what to do."""
    return f'the key "{journey.key}" is taken by the journey at {by.source}; write @journey(…, id="…") over one'
