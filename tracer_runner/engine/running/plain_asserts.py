"""Plain `assert` in journey files shows its values, by pytest's own rewriting.

pytest has no public name for it, so this file is the only one that leans on `_pytest.assertion`, and
`tests/runner/engine/running/test_plain_asserts.py` is its contract with it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import CodeType
from typing import Any

from tracer_runner.model.run import AssertionResult

_REPR_LIMIT = 2_000


def compile_journey(source: bytes, filename: str) -> CodeType:
    """The code of a journey file; its asserts are rewritten when there are any."""
    tree = ast.parse(source, filename)
    if any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        from _pytest.assertion.rewrite import rewrite_asserts

        rewrite_asserts(tree, source, filename)
    return compile(tree, filename, "exec", dont_inherit=True)


def explain_comparisons(found: Callable[[AssertionResult], None]) -> Callable[[], None]:
    """Tell `found` of every comparison that an assert found false; call the answer to stop.

    The rewritten code asks one process-wide place for the text of a comparison; whoever runs journeys sets it.
    """
    from _pytest.assertion import util

    before = util._reprcompare

    def explain(operator: str, left: object, right: object) -> str:
        result = describe_comparison(operator, left, right)
        found(result)
        return result.message.replace("\n", "\\n").replace("%", "%%")

    def stop() -> None:
        util._reprcompare = before

    util._reprcompare = explain
    return stop


def describe_comparison(operator: str, left: object, right: object) -> AssertionResult:
    """`assert left <operator> right` did not hold: what was expected, and what was there."""
    shown_left, shown_right = _shown(left), _shown(right)
    if operator in {"in", "not in"}:
        verb = "contains" if operator == "in" else "does not contain"
        expected, actual = f"{verb} {shown_left}", shown_right
    else:
        expected, actual = shown_right if operator == "==" else f"{operator} {shown_right}", shown_left
    return AssertionResult(
        type="assert", passed=False, message=f"{shown_left} {operator} {shown_right}", expected=expected, actual=actual
    )


def _shown(value: Any) -> str:
    try:
        text = repr(value)
    except Exception as fault:
        text = f"<{type(value).__name__}, whose repr raised {type(fault).__name__}>"
    return text if len(text) <= _REPR_LIMIT else f"{text[:_REPR_LIMIT]}…"
