"""JSON paths (RFC 9535, and `.length`) that cannot hang: steps are counted, patterns are RE2's, nothing recurses.

Imports the library, so it is imported when a path is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError, JSONPathMatch
from jsonpath.function_extensions import Match, Search
from jsonpath.parse import Parser
from jsonpath.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment, JSONPathSegment
from jsonpath.selectors import NameSelector
from jsonpath.stream import TokenStream

from tracer_plugins.assertions.effort import Meter
from tracer_plugins.assertions.metered_patterns import MeteredPatterns


def check_path(path: str) -> str:
    """The path as it is; ValueError says what is wrong with it, and where."""
    _compile(path, meter=Meter(0))  # nothing is examined
    return path


def find(path: str, document: Any, *, meter: Meter) -> list[Any]:
    """Every value at this path, in the order of the document. TooMuchWork, and RecursionError in comparisons."""
    root: list[JSONPathMatch] = [
        JSONPathMatch(filter_context={}, obj=document, parent=None, path="$", parts=(), root=document)
    ]
    matches: Iterable[JSONPathMatch] = root
    for segment in _compile(path, meter=meter).segments:
        matches = segment.resolve(matches)
    return [match.obj for match in matches]


def _compile(path: str, *, meter: Meter) -> JSONPath:
    try:
        compiled = _Environment(meter).compile(path)
    except RecursionError:
        raise ValueError("the path is nested too deeply") from None
    except OverflowError:  # 1e400
        raise ValueError("a number in the path is too large") from None
    except JSONPathError as fault:
        raise ValueError(_explain(path, fault)) from None
    assert isinstance(compiled, JSONPath)  # strict paths are not combined
    return compiled


def _explain(path: str, fault: JSONPathError) -> str:
    if not path.startswith("$"):
        return "a path begins with $: $.items[0].name"
    if fault.token is None or not 0 <= fault.token.index < len(path):
        return f"the path ends too early ({fault.args[0]})"
    return f"{fault.args[0]} at character {fault.token.index + 1}"


class _Environment(JSONPathEnvironment):
    """The language, for one examination."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        super().__init__(strict=True)
        self.parser = _Parser(env=self)

    def setup_function_extensions(self) -> None:
        super().setup_function_extensions()
        patterns = MeteredPatterns(self.meter)
        self.function_extensions["match"] = _WholeMatch(patterns)
        self.function_extensions["search"] = _AnyMatch(patterns)

    def compare(self, left: object, operator: str, right: object) -> bool:
        self.meter.spend(_weight(left) + _weight(right))
        return super().compare(left, operator, right)

    def is_truthy(self, obj: object) -> bool:
        self.meter.spend()
        return super().is_truthy(obj)


class _Parser(Parser):
    """Makes segments that count, and knows `.length`."""

    def parse_query(self, stream: TokenStream) -> Iterable[JSONPathSegment]:
        for segment in super().parse_query(stream):
            yield self._counted(segment)

    def _counted(self, segment: JSONPathSegment) -> JSONPathSegment:
        if isinstance(segment, JSONPathRecursiveDescentSegment):
            return _Descent(env=self.env, token=segment.token, selectors=segment.selectors)
        selectors = tuple(segment.selectors)
        match selectors:
            case (NameSelector(name="length") as named,) if segment.token.value == ".":
                selectors = (_LengthSelector(env=self.env, token=named.token, name=named.name),)
        return _Child(env=self.env, token=segment.token, selectors=selectors)


class _Child(JSONPathChildSegment):
    def resolve(self, nodes: Iterable[JSONPathMatch]) -> Iterable[JSONPathMatch]:
        for match in super().resolve(nodes):
            _spend(self)
            yield match


class _Descent(JSONPathRecursiveDescentSegment):
    def _visit(self, node: JSONPathMatch, depth: int = 1) -> Iterator[JSONPathMatch]:
        """The same as in the library, without recursion: documents are as deep as their makers like."""
        pending = [node]
        while pending:
            node = pending.pop()
            _spend(self, 1 + len(node.parts) // 10)  # each node carries its whole path
            yield node
            pending += reversed([node.new_child(value, key) for key, value in _containers(node.obj)])


class _LengthSelector(NameSelector):
    """`.length`: of an object the member of that name, of an array how many elements it has."""

    def resolve(self, node: JSONPathMatch) -> Iterable[JSONPathMatch]:
        if isinstance(node.obj, list):
            yield node.new_child(len(node.obj), self.name)
        else:
            yield from super().resolve(node)


class _WholeMatch(Match):
    """`match()`: a pattern that is none matches nothing, as the RFC has it."""

    def __init__(self, patterns: MeteredPatterns) -> None:
        super().__init__()
        self._patterns = patterns

    def __call__(self, value: object, pattern: object) -> bool:
        return isinstance(value, str) and isinstance(pattern, str) and self._patterns.fits(pattern, value)


class _AnyMatch(Search):
    """`search()`."""

    def __init__(self, patterns: MeteredPatterns) -> None:
        super().__init__()
        self._patterns = patterns

    def __call__(self, value: object, pattern: object) -> bool:
        return isinstance(value, str) and isinstance(pattern, str) and self._patterns.found(pattern, value)


def _spend(segment: JSONPathSegment, steps: int = 1) -> None:
    assert isinstance(segment.env, _Environment)
    segment.env.meter.spend(steps)


def _containers(value: object) -> list[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(key, child) for key, child in pairs if isinstance(child, dict | list)]


def _weight(value: object) -> int:
    """The steps of comparing this value with another."""
    weight, pending = 0, [value]
    while pending:
        one = pending.pop()
        weight += 1
        if isinstance(one, str):
            weight += len(one) // 1000
        elif isinstance(one, dict):
            pending += one.values()
        elif isinstance(one, list):
            pending += one
        elif isinstance(one, JSONPathMatch):
            pending.append(one.obj)
    return weight
