"""Plugins as installed distributions: modules and entry points in a folder that Python looks into."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tracer_runner.errors import PluginLoadError
from tracer_runner.hooks.manager import Choice, load_registry


class Distributions:
    """Writes distributions with one plugin each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, name: str, code: str, *, group: str = "tracer") -> None:
        """The distribution `name`; its entry point has that name too, and its module is `name` with `_`."""
        module = name.replace("-", "_")
        (self._folder / f"{module}.py").write_text(textwrap.dedent(code), encoding="utf-8")
        information = self._folder / f"{module}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (information / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}\n", encoding="utf-8")


REPORTER = """
from tracer_runner.hooks import hookimpl

class Reporter:
    filename = None
    def __init__(self, name): self.name = name
    def write(self, batch, *, folder, path): ...

@hookimpl
def tracer_register_reporters():
    return [Reporter({name!r})]
"""
"""A plugin that registers one reporter."""


def faults_of(*files: Path) -> list[str]:
    """What keeps tracer from starting, with these files of a project beside what is installed."""
    with pytest.raises(PluginLoadError) as caught:
        load_registry(choice=Choice(files=files), warn=pytest.fail)
    assert caught.value.hint
    return caught.value.faults
