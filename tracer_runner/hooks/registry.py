"""What plugins registered, by name."""

from __future__ import annotations

from typing import Protocol, TypeVar

from tracer_runner.errors import PluginError
from tracer_runner.hooks.contracts import AssertionType, JourneyArgument, Reporter


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


class Shelf(dict[str, T]):
    """Objects of one kind by name; a name belongs to one plugin only."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._owners: dict[str, str] = {}

    def put(self, item: T, *, plugin: str) -> None:
        """Keep `item` under its name; PluginError names both plugins when the name is taken."""
        if item.name in self:
            raise PluginError(
                f"The {self._kind} {item.name!r} is registered twice: by {self._owners[item.name]} and by {plugin}.",
                hint="Uninstall one of the two, or rename one.",
            )
        self[item.name] = item
        self._owners[item.name] = plugin

    def owner(self, name: str) -> str:
        """The plugin that registered this name."""
        return self._owners[name]


class Registry:
    """Everything plugins registered."""

    def __init__(self) -> None:
        self.assertions: Shelf[AssertionType] = Shelf("assertion")
        self.reporters: Shelf[Reporter] = Shelf("reporter")
        self.arguments: Shelf[JourneyArgument] = Shelf("journey argument")
