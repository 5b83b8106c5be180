"""Journey files as modules: fresh for every run, so that nothing leaks from one to the next.

The journey's file and its sibling modules (anything under the journeys folder) are executed anew for each run;
compiling is done once per content. Siblings stand in `sys.modules` only while an import runs: journeys abreast would
otherwise see each other's.
"""

from __future__ import annotations

import builtins
import hashlib
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tracer_runner.engine.running.plain_asserts import compile_journey

PACKAGE = "_tracer_journeys"
_LOCK = threading.RLock()
"""Threads of `run.blocking` import too, and `sys.modules` is one for all."""


class CodeCache:
    """Compiled journey files, by path and content."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def code(self, path: str) -> CodeType:
        """The code of this file as it is now."""
        source = Path(path).read_bytes()
        digest = hashlib.sha256(source).hexdigest()
        known = self._codes.get(path)
        if known is None or known[0] != digest:
            known = (digest, compile_journey(source, path))
            self._codes[path] = known
        return known[1]


class ModuleSpace:
    """The modules of one run."""

    def __init__(self, *, file: Path, root: Path, cache: CodeCache) -> None:
        """`file` is the journey's; it and everything under `root` and beside `file` is fresh."""
        self._file = file
        self._cache = cache
        self._folders = [str(file.parent)] + ([str(root)] if root != file.parent else [])
        self._modules: dict[str, ModuleType] = {}

    @property
    def module(self) -> ModuleType:
        """The file's module, once it is loaded."""
        return self._modules[self._file.stem]

    def load(self) -> ModuleType:
        """Execute the journey's file; whatever it raises comes out."""
        # The name a sibling would use to import it, so that it is the same module then.
        name = self._file.stem
        module = ModuleType(name)
        module.__file__ = str(self._file)
        module.__spec__ = ModuleSpec(f"{PACKAGE}.{name}", loader=None, origin=str(self._file))
        module.__package__ = PACKAGE
        self._modules = {name: module, PACKAGE: self._package()}
        for folder in self._folders:
            sys.path_importer_cache.pop(folder, None)  # files may have come since the last run
        with _LOCK, self._installed():
            self._execute(module)
        return module

    def _package(self) -> ModuleType:
        """What `from .pages import …` in the journey's file starts from: the folder it lies in."""
        package = ModuleType(PACKAGE)
        package.__path__ = [str(self._file.parent)]
        return package

    def owns(self, names: dict[str, Any]) -> bool:
        """Whether these are the globals of one of this run's modules."""
        return any(module.__dict__ is names for module in self._modules.values())

    def _execute(self, module: ModuleType) -> None:
        assert module.__file__
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
        exec(self._cache.code(module.__file__), module.__dict__)  # noqa: S102 - running journey files is what this is for

    def _import(self, name: str, *args: Any, **kwargs: Any) -> ModuleType:
        """The `__import__` of this run's modules; also serves imports inside functions, later."""
        top = name.partition(".")[0]
        with _LOCK:
            if top in sys.modules and top not in self._modules:
                return builtins.__import__(name, *args, **kwargs)
            with self._installed():
                return builtins.__import__(name, *args, **kwargs)

    @contextmanager
    def _installed(self) -> Iterator[None]:
        """Make this run's siblings importable, and take them out again."""
        finder = _Finder(self._folders, self._execute)
        shadowed = {name: sys.modules.pop(name) for name in self._modules if name in sys.modules}
        others = set(sys.modules)
        sys.modules.update(self._modules)
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            for name in [name for name in sys.modules if name not in others and self._own(name)]:
                self._modules[name] = sys.modules.pop(name)
            sys.modules.update(shadowed)

    def _own(self, name: str) -> bool:
        module = sys.modules[name]
        loader = getattr(getattr(module, "__spec__", None), "loader", None)
        places = [str(place) for place in getattr(module, "__path__", ())]
        return name in self._modules or isinstance(loader, _Loader) or any(map(self._inside, places))

    def _inside(self, place: str) -> bool:
        return any(Path(place).is_relative_to(folder) for folder in self._folders)


class _Loader(SourceFileLoader):
    """Executes a sibling in the run's own way."""

    def __init__(self, name: str, path: str, execute: Any) -> None:
        super().__init__(name, path)
        self._execute = execute

    def exec_module(self, module: ModuleType) -> None:
        self._execute(module)


class _Finder:
    """Finds siblings in the journeys' folders before anything else is asked."""

    def __init__(self, folders: Sequence[str], execute: Any) -> None:
        self._folders = list(folders)
        self._execute = execute

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if path is None:
            path = self._folders
        elif not any(Path(place).is_relative_to(folder) for place in path for folder in self._folders):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.origin, self._execute)
        return spec
