"""Every hook is documented, and asked for."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.hooks import COMMANDS, NAME, contracts, spec
from tracer_runner.hooks.fitting import REGISTER
from tracer_runner.hooks.registry import Registry

PACKAGE = Path(inspect.getfile(spec)).parent
HOOKS = [name for name in vars(spec) if name.startswith("tracer_")]


def test_there_are_hooks() -> None:
    assert len(HOOKS) >= 4


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_says_what_to_give_and_is_called_by_the_manager(name: str) -> None:
    hook = getattr(spec, name)
    assert hasattr(hook, f"{NAME}_spec"), "it is marked as a hook"
    assert len(inspect.getdoc(hook) or "") > 40
    assert "return" in hook.__annotations__
    if not name.startswith(REGISTER):
        places = "".join((PACKAGE / file).read_text(encoding="utf-8") for file in ("manager.py", "observers.py"))
        assert f'"{name}"' in places


@pytest.mark.parametrize(
    ("contract", "member"),
    [
        (contract, name)
        for contract in vars(contracts).values()
        if inspect.isclass(contract) and getattr(contract, "_is_protocol", False)
        for name, value in vars(contract).items()
        if not name.startswith("_") and callable(getattr(value, "fget", value))
    ],
)
def test_what_a_plugins_object_must_offer_is_documented(contract: type, member: str) -> None:
    value: Any = vars(contract)[member]
    assert inspect.getdoc(value), f"{contract.__name__}.{member}"


def test_the_registry_has_a_shelf_for_every_register_hook() -> None:
    shelves = {f"tracer_register_{name}" for name in vars(Registry())}
    assert shelves == {name for name in HOOKS if name.startswith("tracer_register_")}


def test_our_own_commands_and_plugins_come_the_same_way_as_anyones() -> None:
    from importlib.metadata import entry_points

    for group in (NAME, COMMANDS):
        ours = [entry for entry in entry_points(group=group) if entry.dist and entry.dist.name == "tracer-runner"]
        assert ours
