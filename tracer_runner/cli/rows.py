"""Rows as they are written through a pipe: one line each, with tabs between the cells."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def plain_row(cells: Iterable[str]) -> tuple[str, ...]:
    """Cells that hold no tab and no line end, and of which none is empty."""
    return tuple(" ".join(cell.split()) or "-" for cell in cells)


def write_rows(rows: Iterable[tuple[str, ...]]) -> None:
    """On standard output."""
    sys.stdout.writelines("\t".join(row) + "\n" for row in rows)
