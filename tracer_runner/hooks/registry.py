"""What plugins registered, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from tracer_runner.errors import PluginError
from tracer_runner.hooks.contracts import (
    AssertionType,
    ChannelType,
    ContextOption,
    JourneyArgument,
    MonitorType,
    Reporter,
)
from tracer_runner.hooks.contracts.arguments import BUILT_IN
from tracer_runner.model.suggestion import suggest
from tracer_runner.settings.context_options import CONTEXT_OPTIONS, value_fault


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)

MODELS = frozenset({"parameters", "config"})
"""Members that are classes of pydantic models."""
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[a-z][a-z0-9_-]*")


class Shelf(dict[str, T]):
    """Objects of one kind by name; a name belongs to one plugin only."""

    def __init__(self, kind: str, *, offers: str, name: re.Pattern[str] = _WORD) -> None:
        """`offers`: the attributes each must have, separated by spaces; `name`: what names look like."""
        super().__init__()
        self.kind = kind
        self._offers = offers.split()
        self._pattern = name
        self._owners: dict[str, str] = {}

    def put(self, item: T, *, plugin: str) -> None:
        """Keep `item` under its name; PluginError says what is wrong with it, or names both plugins of a name."""
        if isinstance(item, type):
            raise PluginError(f"The {self.kind} {item.__name__} of {plugin} is a class: give {item.__name__}().")
        missing = [name for name in self._offers if not hasattr(item, name)]
        if missing:
            shown = type(item).__name__ if type(item).__repr__ is object.__repr__ else repr(item)
            raise PluginError(f"The {self.kind} {shown} of {plugin} has no {', '.join(missing)}.")
        for name in MODELS.intersection(self._offers):
            model = getattr(item, name)
            if not isinstance(model, type) or not issubclass(model, BaseModel):
                raise PluginError(f"The {self.kind} {item.name!r} of {plugin} has {name} without a pydantic model.")
        if not isinstance(item.name, str) or not self._pattern.fullmatch(item.name):
            raise PluginError(
                f"The {self.kind} of {plugin} is named {item.name!r}; write lower-case letters, digits, _ and -"
            )
        key = self.key(item)
        if key in self:
            raise PluginError(
                f"The {self.kind} {item.name!r} is registered twice: by {self._owners[key]} and by {plugin}."
            )
        self[key] = item
        self._owners[key] = plugin

    def key(self, item: T) -> str:
        """What an item is found by."""
        return item.name

    def owner(self, key: str) -> str:
        """The plugin that registered this."""
        return self._owners[key]


class Assertions(Shelf[AssertionType]):
    """Assertions by subject and name: `page.response_time` and `http.response_time` are two."""

    def __init__(self) -> None:
        offers = "name subject operators observes parameters examine"
        super().__init__("assertion", offers=offers, name=_IDENTIFIER)

    def key(self, item: AssertionType) -> str:
        return f"{item.subject}.{item.name}"

    def of(self, *subjects: str) -> Mapping[str, AssertionType]:
        """Those that look at one of these subjects, by name; of two with one name the first subject's."""
        found: dict[str, AssertionType] = {}
        for subject in subjects:
            for item in self.values():
                if item.subject == subject:
                    found.setdefault(item.name, item)
        return found

    @property
    def names(self) -> frozenset[str]:
        """What `check.` may be followed by."""
        return frozenset(item.name for item in self.values())


class Arguments(Shelf[JourneyArgument]):
    """Journey arguments, beside the built-in ones."""

    def __init__(self) -> None:
        super().__init__("journey argument", offers="name needs provide", name=_IDENTIFIER)

    def put(self, item: JourneyArgument, *, plugin: str) -> None:
        super().put(item, plugin=plugin)
        if item.name in BUILT_IN:
            raise PluginError(f"The journey argument {item.name!r} of {plugin} has the name of a built-in one.")
        for need in sorted(set(item.needs) - BUILT_IN):
            raise PluginError(
                f"The journey argument {item.name!r} of {plugin} needs {need!r}, which is not built in: "
                f"{suggest(need, known=BUILT_IN)}"
            )


class ContextOptions(Shelf[ContextOption]):
    """Options of browser contexts."""

    def __init__(self) -> None:
        super().__init__("context option", offers="name value", name=_IDENTIFIER)

    def put(self, item: ContextOption, *, plugin: str) -> None:
        super().put(item, plugin=plugin)
        if item.name not in CONTEXT_OPTIONS:
            raise PluginError(
                f"Playwright has no context option {item.name!r}, which {plugin} gives: "
                f"{suggest(item.name, known=CONTEXT_OPTIONS)}"
            )
        if fault := value_fault(item.name, item.value):
            raise PluginError(f"The context option of {plugin} cannot be used: {fault}")

    @property
    def options(self) -> dict[str, Any]:
        """What to open a context with."""
        return {name: option.value for name, option in self.items()}


class Registry:
    """Everything plugins registered."""

    def __init__(self) -> None:
        self.assertions = Assertions()
        self.reporters: Shelf[Reporter] = Shelf("reporter", offers="name filename write")
        self.arguments = Arguments()
        self.context_options = ContextOptions()
        self.channels: Shelf[ChannelType] = Shelf("channel type", offers="name title config send")
        self.monitors: Shelf[MonitorType] = Shelf(
            "monitor type", offers="name title subjects default_assertions config"
        )
