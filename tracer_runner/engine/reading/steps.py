"""The steps of a function, with those of the functions it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracer_runner.engine.reading.body import BodyReader
from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.names import STEP, Names
from tracer_runner.engine.reading.options import OptionsReader, StepCall
from tracer_runner.engine.reading.scope import Function, Scope, has_yield
from tracer_runner.engine.reading.tree import made, marked
from tracer_runner.model.journey import Step


@dataclass(frozen=True)
class FunctionOutline:
    """What a call of a function brings."""

    steps: tuple[Step, ...] = ()
    followed: dict[ast.AST, Function] = field(default_factory=dict)
    """The function itself and those it calls, as far as they are of the journeys folder."""


class StepReader:
    """Reads functions, each one once."""

    def __init__(self, *, names: Names, options: OptionsReader, faults: LoadFaults) -> None:
        self.names = names
        self._options = options
        self._faults = faults
        self._known: dict[ast.AST, FunctionOutline] = {}
        self._open: list[ast.AST] = []
        self._recursive: set[ast.AST] = set()

    def outline(self, function: Function) -> FunctionOutline:
        """The steps of this function. One that calls itself is listed once, marked `repeats`."""
        node = function.node
        if node in self._known:
            return self._known[node]
        if node in self._open:
            self._recursive.add(node)
            return FunctionOutline()
        self._open.append(node)
        body = BodyReader(self, function)
        body.read(node.body)
        self._open.pop()
        steps = self._wrapped(function, body.steps)
        if node in self._recursive:
            self._recursive.discard(node)
            steps = marked(steps, repeats=True)
        outline = FunctionOutline(tuple(steps), {node: function, **body.followed})
        # Inside a circle of calls an outline lacks what is still being read.
        if not self._recursive:
            self._known[node] = outline
        return outline

    def step_calls(self, function: Function) -> Iterator[StepCall]:
        """The `@step(…)` over this function, outermost first; what is wrong with them is told."""
        for decorator in function.node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            if self.names.meaning(call.func if call else decorator, function.scope) != STEP:
                continue
            if call is None:
                self.complain('@step has no name; write @step("What it does")', at=decorator, scope=function.scope)
            elif isinstance(function.node, ast.AsyncFunctionDef):
                self.complain(
                    "a step is not async; write def and leave out await", at=function.node, scope=function.scope
                )
            elif has_yield(function.node):
                self.complain("a step does not yield; return what it gives", at=function.node, scope=function.scope)
            elif found := self.read_call(call, scope=function.scope):
                yield found

    def read_call(self, call: ast.Call, *, scope: Scope) -> StepCall | None:
        """A call of `step`; None when there are faults in it."""
        return self._options.step(call, file=scope.file)

    def complain(self, text: str, *, at: ast.expr | ast.stmt, scope: Scope) -> None:
        """Tell a fault at this node."""
        self._faults.add(text, file=scope.file.shown, line=at.lineno)

    def _wrapped(self, function: Function, steps: Sequence[Step]) -> Sequence[Step]:
        for call in reversed(list(self.step_calls(function))):
            steps = [made(call, scope=function.scope, inside=steps)]
        return steps
