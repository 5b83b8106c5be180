"""What a journey or a cleanup asks for by the names of its parameters."""

from __future__ import annotations

import ast
from collections.abc import Collection

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.scope import FunctionNode, has_yield
from tracer_runner.model.suggestion import suggest


def asked_for(node: FunctionNode, *, known: Collection[str], of: str, file: str, faults: LoadFaults) -> tuple[str, ...]:
    """The names it asks for; what cannot be given is told. `of` is what the function is: a journey, a cleanup.

    An unknown parameter with a default keeps its default.
    """
    if isinstance(node, ast.AsyncFunctionDef):
        faults.add(f"{of} is not async; write def, and leave out await", file=file, line=node.lineno)
    elif has_yield(node):
        faults.add(f"{of} does not yield; leave out yield", file=file, line=node.lineno)
    given = node.args
    for starred, stars in ((given.vararg, "*"), (given.kwarg, "**")):
        if starred:
            text = f"{stars}{starred.arg}: {of} asks for each argument by its name; write the names"
            faults.add(text, file=file, line=starred.lineno)
    if given.posonlyargs:
        faults.add(f"arguments of {of} are given by name; leave out the /", file=file, line=given.posonlyargs[0].lineno)
    positional = [*given.posonlyargs, *given.args]
    without_default = positional[: len(positional) - len(given.defaults)]
    without_default += [
        one for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is None
    ]
    for argument in without_default:
        if argument.arg not in known:
            text = f'there is no argument "{argument.arg}" for {of}: {suggest(argument.arg, known=known)}'
            faults.add(text, file=file, line=argument.lineno)
    return tuple(argument.arg for argument in (*positional, *given.kwonlyargs) if argument.arg in known)
