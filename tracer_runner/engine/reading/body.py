"""One function's body, walked in the order of evaluation: its steps, and the functions it calls."""

# ruff: noqa: N815 - these are the names ast.NodeVisitor looks for
from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tracer_runner.engine.reading.names import STEP
from tracer_runner.engine.reading.scope import Function, comprehension_scope, function_scope
from tracer_runner.engine.reading.tree import made, marked
from tracer_runner.model.journey import Step

if TYPE_CHECKING:
    from tracer_runner.engine.reading.steps import StepReader

Nodes = Iterable[ast.AST | None]


class BodyReader(ast.NodeVisitor):
    """Walks one function. Nodes it has no method for are walked field by field, which is the order of evaluation."""

    def __init__(self, reader: StepReader, function: Function) -> None:
        self.steps: list[Step] = []
        self.followed: dict[ast.AST, Function] = {}
        self._reader = reader
        self._scope = function_scope(function.node, parent=function.scope)
        self._repeats = False
        self._optional = False
        self._may_be_over = False
        """A `return` in a branch was passed: what follows may not run."""

    def read(self, nodes: Nodes, *, repeats: bool = False, optional: bool = False) -> None:
        """Walk these in order; in a loop, or in a branch."""
        before = self._repeats, self._optional
        self._repeats, self._optional = self._repeats or repeats, self._optional or optional
        for node in nodes:
            if node is not None:
                self.visit(node)
        self._repeats, self._optional = before

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        outside: list[tuple[ast.Call, list[Step], bool]] = []
        for item in node.items:
            call = self._step_call(item.context_expr)
            if call:
                self.read([*call.args, *call.keywords])
                outside.append((call, self.steps, self._may_be_over))
                self.steps = []
            else:
                self.visit(item)
        self.read(node.body)
        for call, steps, was_over in reversed(outside):
            inside, self.steps = self.steps, steps
            self._put(call, inside=inside, optional=was_over)

    visit_AsyncWith = visit_With

    def visit_Expr(self, node: ast.Expr) -> None:
        call = self._step_call(node.value)
        if call:
            text = 'step(…) alone does nothing; write `with step("…"):` and put its lines below it'
            self._reader.complain(text, at=call, scope=self._scope)
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        self.read([node.func, *node.args, *node.keywords])
        meaning = self._reader.names.meaning(node.func, self._scope)
        if meaning == STEP:
            self._put(node, inside=[], optional=self._may_be_over)
        # Calling an async function runs nothing of it.
        elif isinstance(meaning, Function) and isinstance(meaning.node, ast.FunctionDef):
            outline = self._reader.outline(meaning)
            self.followed |= {meaning.node: meaning, **outline.followed}
            self._add(outline.steps, optional=self._may_be_over)

    def visit_If(self, node: ast.If | ast.IfExp) -> None:
        self.visit(node.test)
        for branch in (node.body, node.orelse):
            self.read(branch if isinstance(branch, list) else [branch], optional=True)

    visit_IfExp = visit_If

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.visit(node.values[0])
        self.read(node.values[1:], optional=True)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)
        self.read([node.msg], optional=True)

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        for case in node.cases:
            self.read([case.guard, *case.body], optional=True)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        self.read(node.body)
        for handler in node.handlers:
            self.read(handler.body, optional=True)
        self.read([*node.orelse, *node.finalbody])

    visit_TryStar = visit_Try

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.read(node.body, repeats=True)
        self.read(node.orelse, optional=True)

    visit_AsyncFor = visit_For

    def visit_While(self, node: ast.While) -> None:
        self.read([node.test, *node.body], repeats=True)
        self.read(node.orelse, optional=True)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        first, *others = node.generators
        self.visit(first.iter)
        outer, self._scope = self._scope, comprehension_scope(node, parent=self._scope)
        inner = [part for generator in others for part in (generator.iter, *generator.ifs)]
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.read([*first.ifs, *inner, *results], repeats=True)
        self._scope = outer

    visit_SetComp = visit_ListComp
    visit_GeneratorExp = visit_ListComp
    visit_DictComp = visit_ListComp

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            self.read([key, value])

    def visit_Assign(self, node: ast.Assign) -> None:
        self.read([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.read([node.value, node.target])

    def visit_Return(self, node: ast.Return) -> None:
        self.generic_visit(node)
        self._may_be_over = self._may_be_over or self._optional or self._repeats

    def visit_Lambda(self, node: ast.AST) -> None:
        """What stands in a definition does not run there."""

    visit_FunctionDef = visit_Lambda
    visit_AsyncFunctionDef = visit_Lambda
    visit_ClassDef = visit_Lambda

    def _step_call(self, node: ast.expr) -> ast.Call | None:
        """This node, if it is a call of `step`."""
        is_step = isinstance(node, ast.Call) and self._reader.names.meaning(node.func, self._scope) == STEP
        return node if is_step and isinstance(node, ast.Call) else None

    def _put(self, call: ast.Call, *, inside: list[Step], optional: bool) -> None:
        """Add the step of a `with`; what is wrong with it is told, and what stands in it stays."""
        found = self._reader.read_call(call, scope=self._scope)
        if found is None:
            self.steps.extend(inside)
            return
        if found.options.retries:
            text = "retries: the lines under `with` cannot run twice; put them in a function under @step(…, retries=…)"
            self._reader.complain(text, at=call, scope=self._scope)
        self._add([made(found, scope=self._scope, inside=inside)], optional=optional)

    def _add(self, steps: Sequence[Step], *, optional: bool) -> None:
        self.steps.extend(marked(steps, repeats=self._repeats, optional=self._optional or optional))
