"""From journey files to items: they are read by tracer, and never imported by pytest."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracer_runner.errors import LoadError, TracerError
from tracer_runner.pytest_plugin.items import JourneyItem
from tracer_runner.pytest_plugin.session import TracerSession, told

if TYPE_CHECKING:
    from tracer_runner.model.journey import Journey

Collected = Any
"""What `pytest_collect_file` gives: collectors; which of them, plugins decide."""


class Collecting:
    """Claims journey files, and chooses among journeys."""

    def __init__(self, session: TracerSession) -> None:
        self._session = session

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[Collected], list[Collected]]:
        """A file with journeys is ours. Only when it holds tests as well does pytest collect it, too."""
        found = yield
        folder = self._session.folder_of(file_path)
        named = parent.session.isinitpath(file_path)
        if not self._may_be_ours(file_path, folder=folder, named=named) or not _mentions_journeys(file_path):
            return found
        self._session.begin()
        file = JourneyFile.from_parent(parent, path=file_path, tracer=self._session, folder=folder)
        if not file.claims():
            return found
        return [*(one for one in found if isinstance(one, pytest.Module) and file.holds_tests()), file]

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makeitem(
        self, collector: pytest.Module | pytest.Class, obj: object
    ) -> Generator[None, Collected, Collected]:
        """In a journeys folder what stands under `@journey` or its `cleanup` is ours, whatever it is called."""
        made = yield
        if made is not None and self._session.folder_of(collector.path):
            from tracer_runner.engine.authoring import CLEANUP_OF, CLEANUPS

            return [] if hasattr(obj, CLEANUPS) or hasattr(obj, CLEANUP_OF) else made
        return made

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out journeys whose tags are not wanted."""
        tags = self._session.wishes.tags
        journeys = [item for item in items if isinstance(item, JourneyItem)]
        if not tags or not journeys:
            return
        from tracer_runner.engine.reading.selection import select

        with self._session.telling_faults(items):
            chosen = select([item.journey for item in journeys], tags=tags, names=(), option="--tracer-tag")
            wanted = {(journey.path, journey.function) for journey in chosen}
            unwanted = [item for item in journeys if (item.journey.path, item.journey.function) not in wanted]
            items[:] = [item for item in items if item not in unwanted]
            config.hook.pytest_deselected(items=unwanted)

    def _may_be_ours(self, file: Path, *, folder: Path | None, named: bool) -> bool:
        """`named`: on the command line. Outside of journeys folders it must be so, and no file of tests by its name."""
        if folder:
            return named or not _is_left_out(file, folder)
        return named and not any(fnmatch(file.name, pattern) for pattern in self._session.config.getini("python_files"))


class JourneyFile(pytest.File):
    """A file of journeys."""

    def __init__(self, *, tracer: TracerSession, folder: Path | None, **rest: Any) -> None:
        """`folder`: the journeys folder it lies in."""
        super().__init__(**rest)
        self._tracer = tracer
        self._folder = folder

    def claims(self) -> bool:
        """Whether there are journeys in it, or faults to tell when it is collected."""
        try:
            return bool(self._journeys())
        except TracerError:
            return True

    def holds_tests(self) -> bool:
        """Whether pytest would find tests in it that are no journeys."""
        import ast

        try:
            own = {journey.function for journey in self._journeys()}
        except TracerError:
            return False
        functions, classes = self.config.getini("python_functions"), self.config.getini("python_classes")
        return any(
            (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _named_like(node.name, functions))
            or (isinstance(node, ast.ClassDef) and _named_like(node.name, classes))
            for node in ast.parse(self.path.read_bytes()).body
            if getattr(node, "name", None) not in own
        )

    def collect(self) -> Iterator[JourneyItem]:
        """Its journeys, in the order in which they stand there."""
        try:
            journeys = self._journeys()
            if not self.config.getoption("collectonly") and (faults := self._tracer.runs.load(journeys)):
                raise LoadError(list(faults))
        except TracerError as fault:
            raise self.CollectError(told(fault)) from None
        for journey in journeys:
            yield JourneyItem.from_parent(self, name=journey.key, journey=journey, tracer=self._tracer)

    def _journeys(self) -> tuple[Journey, ...]:
        return self._tracer.project.read(self.path, folder=self._folder)


def _is_left_out(file: Path, folder: Path) -> bool:
    """As `tracer run` leaves files out when it reads a folder."""
    parts = file.relative_to(folder).parts
    return file.name == "conftest.py" or any(part.startswith(("_", ".")) for part in parts)


def _mentions_journeys(file: Path) -> bool:
    """Whether this may be a journey file, before anything is parsed."""
    if file.suffix != ".py":
        return False
    try:
        text = file.read_bytes()
    except OSError:
        return False
    return b"tracer_runner" in text and b"journey" in text


def _named_like(name: str, patterns: Iterable[str]) -> bool:
    """As pytest decides by `python_functions` and `python_classes`."""
    return any(name.startswith(pattern) or fnmatch(name, pattern) for pattern in patterns)
