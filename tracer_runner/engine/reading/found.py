"""The functions of a file that tracer's decorators stand over, and misplaced ones."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.names import JOURNEY, LOGIN, Names, Offered
from tracer_runner.engine.reading.scope import Function, FunctionNode
from tracer_runner.engine.reading.source import SourceFile
from tracer_runner.model.suggestion import suggest

Decorated = FunctionNode | ast.ClassDef


@dataclass(frozen=True)
class FoundLogin:
    """A function under `@login(…)`."""

    node: FunctionNode
    call: ast.Call


@dataclass(frozen=True)
class FoundJourney:
    """A function under `@journey(…)` and its cleanups."""

    node: FunctionNode
    call: ast.Call
    cleanups: tuple[FunctionNode, ...]


class Finder:
    """Looks through a file. What stands in the wrong place is told."""

    def __init__(self, names: Names, faults: LoadFaults) -> None:
        self._names = names
        self._faults = faults

    def journeys(self, file: SourceFile) -> tuple[FoundJourney, ...]:
        """The journeys at the top of this file."""
        calls = self._decorated(file, by=JOURNEY)
        cleanups: dict[FunctionNode, list[FunctionNode]] = {node: [] for node in calls}
        for node in file.tree.body:
            if isinstance(node, FunctionNode):
                for decorator in node.decorator_list:
                    journey = self._cleaned(decorator, journeys=calls, file=file)
                    if journey:
                        cleanups[journey].append(node)
        return tuple(FoundJourney(node, call, tuple(cleanups[node])) for node, call in calls.items())

    def logins(self, file: SourceFile) -> tuple[FoundLogin, ...]:
        """The logins at the top of this file."""
        return tuple(FoundLogin(node, call) for node, call in self._decorated(file, by=LOGIN).items())

    def functions(self, file: SourceFile) -> Iterator[Function]:
        """Every function in this file, wherever it stands."""
        for node, scope in file.nodes:
            if isinstance(node, FunctionNode):
                yield Function(node, scope)

    def _decorated(self, file: SourceFile, *, by: Offered) -> dict[FunctionNode, ast.Call]:
        """The functions under this decorator, each with its call."""
        found: dict[FunctionNode, ast.Call] = {}
        for node, scope in file.nodes:
            if not isinstance(node, Decorated):
                continue
            for decorator in node.decorator_list:
                call = decorator if isinstance(decorator, ast.Call) else None
                if self._names.meaning(call.func if call else decorator, scope) != by:
                    continue
                if call is None:
                    self._add(f'@{by.name} is not called; write @{by.name}("Name")', decorator, file)
                elif not isinstance(node, FunctionNode):
                    self._add(f"@{by.name} stands over a class; write it over a function", decorator, file)
                elif node not in file.tree.body:
                    text = f"@{by.name} is not at the top level of the file; move the function out, to the left margin"
                    self._add(text, decorator, file)
                elif node in found:
                    self._add(f"@{by.name} stands twice over one function; leave one out", decorator, file)
                else:
                    found[node] = call
        self._misplaced_calls(file, of=by, decorators=set(found.values()))
        self._hidden(found, file=file)
        return found

    def _misplaced_calls(self, file: SourceFile, *, of: Offered, decorators: set[ast.Call]) -> None:
        others = {id(one) for node, _ in file.nodes for one in getattr(node, "decorator_list", ())}
        for node, scope in file.nodes:
            if not isinstance(node, ast.Call) or node in decorators or id(node) in others:
                continue
            if self._names.meaning(node.func, scope) == of:
                text = f'{of.name}(…) is not a decorator here; write @{of.name}("Name") over a function'
                self._add(text, node, file)

    def _cleaned(
        self, decorator: ast.expr, *, journeys: dict[FunctionNode, ast.Call], file: SourceFile
    ) -> FunctionNode | None:
        """The journey that `@checkout.cleanup` speaks of."""
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not (isinstance(target, ast.Attribute) and target.attr == "cleanup" and isinstance(target.value, ast.Name)):
            return None
        name = target.value.id
        binding, _ = file.scope.find(name)
        if isinstance(binding, Function) and binding.node in journeys:
            if isinstance(decorator, ast.Call):
                self._add(f"write @{name}.cleanup without parentheses", decorator, file)
            return binding.node
        if binding is None or isinstance(binding, Function):
            known = [node.name for node in journeys]
            self._add(
                f'@{name}.cleanup: there is no journey "{name}" here; {suggest(name, known=known)}', decorator, file
            )
        return None

    def _hidden(self, found: Collection[FunctionNode], *, file: SourceFile) -> None:
        """Of two functions of one name only the later one can be called."""
        first: dict[str, FunctionNode | ast.ClassDef] = {}
        for node in file.tree.body:
            if not isinstance(node, Decorated):
                continue
            other = first.setdefault(node.name, node)
            if other is not node and (other in found or node in found):
                text = f"another function is called {node.name}, in line {other.lineno}; rename one"
                self._add(text, node, file)

    def _add(self, text: str, node: ast.expr | ast.stmt, file: SourceFile) -> None:
        self._faults.add(text, file=file.shown, line=node.lineno)
