"""Which name means what, read from the syntax tree: the scopes of a file and of the functions in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracer_runner.engine.reading.source import SourceFile

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *COMPREHENSIONS)


@dataclass(frozen=True)
class Value:
    """Some value: nothing that can be followed."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function."""


@dataclass(frozen=True)
class Import:
    """A module, or (`name`) something of it; `level` counts the dots of a relative import."""

    module: str
    name: str | None
    level: int
    line: int


@dataclass(frozen=True, eq=False)
class Function:
    """A function of a journey file or of a module it uses."""

    node: FunctionNode
    scope: Scope
    """Where it is defined."""


Binding = Value | Parameter | Import | Function


@dataclass(eq=False)
class Scope:
    """The names of one file, function, lambda or comprehension, and what they are bound to."""

    file: SourceFile
    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)
    stars: list[Import] = field(default_factory=list)
    """`from module import *`."""
    inner: dict[ast.AST, Scope] = field(default_factory=dict)
    """The scopes of the functions in it, as far as they were asked for."""

    def find(self, name: str) -> tuple[Binding | None, Scope]:
        """What the name is bound to, and the scope that binds it (the file's, when none does)."""
        scope = self
        while name not in scope.names and scope.parent is not None:
            scope = scope.parent
        return scope.names.get(name), scope


def file_scope(tree: ast.Module, *, file: SourceFile) -> Scope:
    """The top level of a file. A plain value does not hide an import or a function there (`except ImportError: …`)."""
    scope = Scope(file)
    for name, binding in _bindings(_own_nodes(tree.body), scope):
        if not (isinstance(binding, Value) and name in scope.names):
            scope.names[name] = binding
    return scope


def function_scope(function: FunctionNode | ast.Lambda, *, parent: Scope) -> Scope:
    """The inside of a function. A name that is also assigned there is not followed."""
    if function not in parent.inner:
        parent.inner[function] = _function_scope(function, parent=parent)
    return parent.inner[function]


def comprehension_scope(node: ast.expr, *, parent: Scope) -> Scope:
    """The inside of a comprehension: its loop variables hide what is outside."""
    scope = Scope(parent.file, parent)
    for generator in getattr(node, "generators", ()):
        for name in ast.walk(generator.target):
            if isinstance(name, ast.Name):
                scope.names[name.id] = Value()
    return scope


def scoped_walk(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node in and below this one, with the scope it stands in."""
    yield node, scope
    inner = scope
    if isinstance(node, FunctionNode | ast.Lambda):
        inner = function_scope(node, parent=scope)
    elif isinstance(node, COMPREHENSIONS):
        inner = comprehension_scope(node, parent=scope)
    for name, value in ast.iter_fields(node):
        # Decorators, defaults and annotations stand outside of the function they belong to.
        outside = name in {"decorator_list", "args", "returns"} and inner is not scope
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from scoped_walk(child, scope if outside else inner)


def has_yield(function: FunctionNode) -> bool:
    """Whether it is a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function.body))


def _function_scope(function: FunctionNode | ast.Lambda, *, parent: Scope) -> Scope:
    scope = Scope(parent.file, parent)
    nodes = list(_own_nodes(function.body if isinstance(function.body, list) else [function.body]))
    outer = {name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    for argument in _arguments(function.args):
        scope.names[argument.arg] = Parameter()
    for name, binding in _bindings(nodes, scope):
        if name not in outer and not isinstance(scope.names.get(name), Value):
            scope.names[name] = binding
    return scope


def _bindings(nodes: Iterable[ast.AST], scope: Scope) -> Iterator[tuple[str, Binding]]:
    """What these nodes of a scope bind."""
    for node in nodes:
        if isinstance(node, FunctionNode):
            yield node.name, Function(node, scope)
        elif isinstance(node, ast.ClassDef):
            yield node.name, Value()
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id, Value()
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, Value()
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest, Value()
        elif isinstance(node, ast.Import):
            yield from _imported(node)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported_from(node, scope)


def _imported(node: ast.Import) -> Iterator[tuple[str, Binding]]:
    for alias in node.names:
        if alias.asname:
            yield alias.asname, Import(alias.name, None, 0, node.lineno)
        else:
            top = alias.name.partition(".")[0]
            yield top, Import(top, None, 0, node.lineno)


def _imported_from(node: ast.ImportFrom, scope: Scope) -> Iterator[tuple[str, Binding]]:
    for alias in node.names:
        binding = Import(node.module or "", alias.name, node.level, node.lineno)
        if alias.name == "*":
            scope.stars.append(binding)
        else:
            yield alias.asname or alias.name, binding


def _own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of one scope: not those inside functions, classes and comprehensions."""
    pending = list(body)[::-1]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _INNER):
            pending.extend(list(ast.iter_child_nodes(node))[::-1])


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    rest = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]
