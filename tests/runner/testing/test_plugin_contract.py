"""The contract of plugins catches what it is there for: each is given one fault."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from tracer_runner.hooks import hookimpl
from tracer_runner.testing import PluginContract


def module_of(**names: Any) -> ModuleType:
    module = ModuleType("some_plugin")
    vars(module).update(names)
    return module


@hookimpl
def tracer_run_finished(run: Any) -> None:
    raise RuntimeError("no disk")


@hookimpl
def tracer_run_finish(run: Any) -> None: ...


@hookimpl
def tracer_register_reporters() -> list[Any]:
    return ["just text"]


@pytest.mark.parametrize(
    ("module", "test"),
    [
        (module_of(), "test_it_fits"),
        (module_of(tracer_run_finish=tracer_run_finish), "test_it_fits"),
        (module_of(tracer_register_reporters=tracer_register_reporters), "test_everything_it_registers_can_be_used"),
        (module_of(tracer_run_finished=tracer_run_finished), "test_what_it_observes_never_raises"),
    ],
)
def test_a_plugin_with_a_fault_is_caught(module: ModuleType, test: str) -> None:
    class Contract(PluginContract):
        plugin = module

    with pytest.raises(AssertionError):
        getattr(Contract(), test)()
