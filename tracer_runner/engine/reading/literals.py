"""The arguments of a call, read as literals."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.model.suggestion import suggest


@dataclass(frozen=True)
class Arguments:
    """What a call of `journey` or `step` was given."""

    values: dict[str, Any]
    """By name; `name` is the first one's too. A text with `{…}` in it is an `ast.JoinedStr` still."""
    nodes: dict[str, ast.expr]
    call: ast.Call

    def line(self, name: object) -> int:
        """Where this argument stands; the call, when it stands nowhere."""
        node = self.nodes.get(str(name))
        return node.lineno if node else self.call.lineno


def read_arguments(
    call: ast.Call, *, of: str, known: Collection[str], file: str, faults: LoadFaults
) -> Arguments | None:
    """The arguments of `@journey(…)` or `step(…)` (`of`: how it is written); None when there are faults in them."""
    before = len(faults)
    nodes = _given(call, of=of, known=known, file=file, faults=faults)
    values = {}
    for name, node in nodes.items():
        try:
            values[name] = literal(node)
        except ValueError:
            text = f"{name}={_shortened(node)} of {of} is no literal: {_READ}; write the value itself"
            faults.add(text, file=file, line=node.lineno)
    return Arguments(values, nodes, call) if len(faults) == before else None


def _given(call: ast.Call, *, of: str, known: Collection[str], file: str, faults: LoadFaults) -> dict[str, ast.expr]:
    """What each argument was given, by its name."""
    nodes: dict[str, ast.expr] = {"name": call.args[0]} if call.args else {}
    for node in call.args[1:]:
        faults.add(f"{of} takes only its name without a keyword; write option=value", file=file, line=node.lineno)
    for keyword in call.keywords:
        if keyword.arg is None:
            faults.add(f"** in {of}: {_READ}; write out each option", file=file, line=keyword.value.lineno)
        elif keyword.arg not in known:
            text = f'{of} has no option "{keyword.arg}": {suggest(keyword.arg, known=known)}'
            faults.add(text, file=file, line=keyword.lineno)
        elif keyword.arg in nodes:
            faults.add(f"{of} is given its name twice; leave one out", file=file, line=keyword.lineno)
        else:
            nodes[keyword.arg] = keyword.value
    return nodes


_READ = "it is read without executing the file"


def literal(node: ast.expr) -> Any:
    """The value of a literal; of a text with `{…}` in it the node. ValueError when it is neither."""
    if isinstance(node, ast.JoinedStr):
        is_plain = all(isinstance(part, ast.Constant) for part in node.values)
        return pattern_of(node) if is_plain else node
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(str(error)) from error


def pattern_of(node: ast.JoinedStr) -> str:
    """`Buy {product}`: the text of an f-string, its expressions as they are written."""
    parts = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            parts.append(f"{{{ast.unparse(part.value)}}}")
        elif isinstance(part, ast.Constant):
            parts.append(str(part.value))
    return "".join(parts)


def _shortened(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:39]}…"
