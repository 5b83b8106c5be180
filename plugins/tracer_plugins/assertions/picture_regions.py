"""Where two pictures differ: the regions, a box round each, and a part to look at closely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels; the last two lie outside."""

CELL, NEAR = 16, (-2, -1, 0, 1, 2)
"""Pixels of a square; what differs at most two squares apart is one region, such as the letters of a word."""
REGIONS = 100
"""Boxes drawn at most, the largest first."""
AROUND = 40
"""Pixels of the page shown around a region: enough to know it again."""
CLOSE = 640
"""Pixels: a close-up is at most so wide and high, and half of the picture; a larger one shows no more."""
MARKER = (20, 80, 255)
"""A colour apart from the red of what differs and the grey of the rest."""


def find_regions(difference: Image) -> list[Box]:
    """A box round each region of red pixels, the largest first."""
    from PIL import ImageChops

    red, green, _ = difference.convert("RGB").split()
    cells = ImageChops.subtract(red, green).reduce(CELL)
    found = {divmod(place, cells.width)[::-1] for place, value in enumerate(cells.tobytes()) if value}
    regions = [_around(cells, size=difference.size) for cells in _connected(found)]
    return sorted(regions, key=_area, reverse=True)


def draw_boxes(difference: Image, regions: Sequence[Box]) -> Image:
    """The picture with a box round each region, thick enough to be seen when the whole is shown small."""
    from PIL import ImageDraw

    marked = difference.convert("RGB")
    thick = max(3, max(marked.size) // 300)
    draw = ImageDraw.Draw(marked)
    for left, top, right, bottom in regions[:REGIONS]:
        draw.rectangle((left - thick, top - thick, right + thick - 1, bottom + thick - 1), outline=MARKER, width=thick)
    return marked


def choose_close_up(regions: Sequence[Box], *, size: tuple[int, int]) -> Box | None:
    """The part to show at full size: all that differs, else the largest region; None where that is not small."""
    if not regions or max(size) <= CLOSE:
        return None
    for part in (_bounds(regions), regions[0]):
        left, top, right, bottom = _clipped(
            (part[0] - AROUND, part[1] - AROUND, part[2] + AROUND, part[3] + AROUND), size
        )
        if right - left <= min(CLOSE, size[0] // 2) and bottom - top <= min(CLOSE, size[1] // 2):
            return left, top, right, bottom
    return None


def _connected(cells: set[tuple[int, int]]) -> Iterable[list[tuple[int, int]]]:
    """The cells, those that touch together; uses them up."""
    while cells:
        group = [cells.pop()]
        for column, row in group:  # grows while it is read
            near = {(column + right, row + down) for right in NEAR for down in NEAR} & cells
            cells -= near
            group.extend(near)
        yield group


def _around(cells: Sequence[tuple[int, int]], *, size: tuple[int, int]) -> Box:
    columns, rows = [column for column, _ in cells], [row for _, row in cells]
    box = (min(columns) * CELL, min(rows) * CELL, (max(columns) + 1) * CELL, (max(rows) + 1) * CELL)
    return _clipped(box, size)


def _bounds(regions: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*regions, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _clipped(box: Box, size: tuple[int, int]) -> Box:
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1])


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
