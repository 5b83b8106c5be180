"""What an expression like `step`, `t.check` or `shop_steps.log_in` stands for, followed through imports."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tracer_runner.engine.reading.scope import Binding, Function, Import, Parameter, Scope, Value
from tracer_runner.engine.reading.source import Module, SourceFile, SourceFiles

PACKAGE = "tracer_runner"
OFFERED = frozenset({"check", "expect", "journey", "login", "step"})


@dataclass(frozen=True)
class Offered:
    """Something of tracer itself: one of `OFFERED`, or (`name` None) the package."""

    name: str | None


Meaning = Offered | Function | Module | Parameter | Value | None

CHECK, JOURNEY, LOGIN, STEP = Offered("check"), Offered("journey"), Offered("login"), Offered("step")
_NOTHING = Value()


class Names:
    """Looks names up; modules are read when one leads there."""

    def __init__(self, files: SourceFiles) -> None:
        self._files = files

    def meaning(self, node: ast.expr, scope: Scope) -> Meaning:
        """What this expression stands for, None when that is not known."""
        if isinstance(node, ast.Name):
            binding, home = scope.find(node.id)
            return self._follow(binding, name=node.id, scope=home, seen=frozenset())
        if isinstance(node, ast.Attribute):
            base = self.meaning(node.value, scope)
            return self._attribute(base, node.attr, seen=frozenset())
        return None

    def read_imports(self, file: SourceFile) -> None:
        """Read every module of the journeys folder that this file imports at its top, to find their faults."""
        for name, binding in file.scope.names.items():
            self._follow(binding, name=name, scope=file.scope, seen=frozenset())
        for star in file.scope.stars:
            self._files.module(star, importer=file)

    def _follow(self, binding: Binding | None, *, name: str, scope: Scope, seen: frozenset[tuple[int, str]]) -> Meaning:
        """`seen` guards against modules that import one another in a circle."""
        here = (id(scope), name)
        if here in seen:
            return None
        seen |= {here}
        if binding is None:
            return self._starred(name, scope=scope, seen=seen)
        if not isinstance(binding, Import):
            return binding
        if binding.module == PACKAGE and not binding.level:
            return self._attribute(Offered(None), binding.name, seen=seen) if binding.name else Offered(None)
        module = self._files.module(binding, importer=scope.file)
        return self._attribute(module, binding.name, seen=seen) if binding.name else module

    def _attribute(self, base: Meaning, name: str, *, seen: frozenset[tuple[int, str]]) -> Meaning:
        if isinstance(base, Offered):
            return Offered(name) if base.name is None and name in OFFERED else None
        if not isinstance(base, Module):
            return None
        if base.file:
            scope = base.file.scope
            found = self._follow(scope.names.get(name), name=name, scope=scope, seen=seen)
            if found is not None:
                return found
        return self._files.submodule(base, name)

    def _starred(self, name: str, *, scope: Scope, seen: frozenset[tuple[int, str]]) -> Meaning:
        if name.startswith("_"):
            return None
        for star in reversed(scope.stars):
            if star.module == PACKAGE:
                found: Meaning = Offered(name) if name in OFFERED else None
            else:
                found = self._attribute(self._files.module(star, importer=scope.file), name, seen=seen)
            if found is not None:
                return found
        return None
