"""How two texts of several lines differ, line by line, as `diff` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from tracer_reports.views.shared_ends import Compared, cut_apart, whole
from tracer_runner.model.text import cap, counted

TEXT, LINES = 20_000, 400
"""Characters, and lines, of either text that are compared."""
AROUND = 3
"""Lines that are alike, shown before and after those that differ."""

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class DifferenceLine:
    """A line of one text or of both."""

    kind: Literal["removed", "added", "same", "left-out"]
    """`removed`: expected alone has it; `added`: actual alone; `left-out`: says how many alike are not shown."""
    value: Compared

    @property
    def sign(self) -> str:
        """What it begins with."""
        return {"removed": "-", "added": "+"}.get(self.kind, " ")


def difference_of_lines(expected: str, actual: str) -> tuple[DifferenceLine, ...]:
    """The lines that differ and some around them; none where it would not help: one line alone, or nothing alike."""
    first, second = _lines(expected), _lines(actual)
    if first == second or min(len(first), len(second)) < 2:
        return ()
    # Lines that come again and again are no anchors (autojunk): comparing each with each would take a second.
    matcher = SequenceMatcher(None, first, second)
    alike = (first[block.a : block.a + block.size] for block in matcher.get_matching_blocks())
    if not any(line.strip() for block in alike for line in block):
        return ()
    return tuple(_shown(matcher.get_grouped_opcodes(AROUND), first, second))


def _shown(groups: Iterable[list[Opcode]], first: Sequence[str], second: Sequence[str]) -> Iterator[DifferenceLine]:
    end = 0
    for group in groups:
        yield from _left_out(group[0][1] - end)
        for opcode in group:
            yield from _stretch(opcode, first, second)
        end = group[-1][2]
    yield from _left_out(len(first) - end)


def _stretch(opcode: Opcode, first: Sequence[str], second: Sequence[str]) -> Iterator[DifferenceLine]:
    kind, start, stop, other_start, other_stop = opcode
    if kind == "equal":
        yield from (DifferenceLine("same", whole(line)) for line in first[start:stop])
        return
    removed, added = _marked(first[start:stop], second[other_start:other_stop])
    yield from (DifferenceLine("removed", line) for line in removed)
    yield from (DifferenceLine("added", line) for line in added)


def _marked(removed: Sequence[str], added: Sequence[str]) -> tuple[Iterable[Compared], Iterable[Compared]]:
    """As many lines as before are most likely the same ones, changed: what changed within them is set apart."""
    if len(removed) != len(added):
        return map(whole, removed), map(whole, added)
    pairs = [cut_apart(*pair) for pair in zip(removed, added, strict=True)]
    return (before for before, _ in pairs), (after for _, after in pairs)


def _left_out(number: int) -> Iterator[DifferenceLine]:
    if number > 0:
        yield DifferenceLine("left-out", whole(f"… {counted(number, 'line')} alike"))


def _lines(text: str) -> list[str]:
    lines = cap(text, limit=TEXT).split("\n")
    more = len(lines) - LINES
    return [*lines[:LINES], f"… [{counted(more, 'more line')}]"] if more > 0 else lines
