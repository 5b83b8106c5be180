"""What a function reads: params, secrets, assertions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tracer_runner.engine.reading.names import CHECK, Names
from tracer_runner.engine.reading.rules import PARAMS_METHODS, SECRETS_METHODS
from tracer_runner.engine.reading.scope import Parameter, Scope, scoped_walk
from tracer_runner.model.record import SourceRef


@dataclass(frozen=True)
class Use:
    """One place where something is read."""

    kind: str
    """`check`, `params` or `secrets`."""
    name: str
    source: SourceRef
    call: ast.Call | None = None
    """Of a check: how it is called, where it is."""


class UsageReader:
    """Finds what is read, in each piece of code once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[ast.AST, tuple[Use, ...]] = {}

    def uses(self, node: ast.AST, *, scope: Scope) -> tuple[Use, ...]:
        """Every use in this code, in the order of the file. `scope` is where the code stands."""
        if node not in self._known:
            self._known[node] = tuple(self._uses(node, scope))
        return self._known[node]

    def _uses(self, node: ast.AST, scope: Scope) -> Iterator[Use]:
        for part, inner in scope.file.nodes if node is scope.file.tree else scoped_walk(node, scope):
            if isinstance(part, ast.expr):
                if isinstance(part, ast.Call) and (called := self._called_check(part, inner)):
                    yield Use("check", called, scope.file.ref(part), call=part)
                found = self._read(part, inner)
                if found:
                    yield Use(*found, scope.file.ref(part))

    def _called_check(self, node: ast.Call, scope: Scope) -> str | None:
        function = node.func
        if isinstance(function, ast.Attribute) and self._names.meaning(function.value, scope) == CHECK:
            return function.attr
        return None

    def _read(self, node: ast.expr, scope: Scope) -> tuple[str, str] | None:
        """What kind of thing this reads, and its name."""
        if isinstance(node, ast.Call):
            return _one_time_code(node, scope)
        if isinstance(node, ast.Subscript):
            return _item(node, scope)
        if not isinstance(node, ast.Attribute):
            return None
        if self._names.meaning(node.value, scope) == CHECK:
            return "check", node.attr
        given = _given(node.value, scope)
        methods = {"params": PARAMS_METHODS, "secrets": SECRETS_METHODS}.get(given or "", frozenset())
        return (given, node.attr) if given and node.attr not in methods else None


def _one_time_code(node: ast.Call, scope: Scope) -> tuple[str, str] | None:
    """`secrets.totp("NAME")`"""
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "totp" and _given(function.value, scope) == "secrets":
        return _text("secrets", node.args[0]) if node.args else None
    return None


def _item(node: ast.Subscript, scope: Scope) -> tuple[str, str] | None:
    """`params["name"]`"""
    given = _given(node.value, scope)
    return _text(given, node.slice) if given and isinstance(node.ctx, ast.Load) else None


def _text(given: str, node: ast.expr) -> tuple[str, str] | None:
    return (given, node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _given(node: ast.expr, scope: Scope) -> str | None:
    """`params` or `secrets`, where the name is a function's parameter: the standard library has a `secrets` too."""
    if (
        isinstance(node, ast.Name)
        and node.id in {"params", "secrets"}
        and isinstance(scope.find(node.id)[0], Parameter)
    ):
        return node.id
    return None
