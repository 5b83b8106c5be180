"""Supports: what holds the shade, and where that puts it in a picture of 600 by 600."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

TABLE, FLOOR = 470, 528
"""Where the table top and the floor begin."""


@dataclass(frozen=True)
class Place:
    """Where a shade hangs."""

    x: float
    y: float
    scale: float = 1
    turn: float = 0
    """Degrees, clockwise."""

    @property
    def transform(self) -> str:
        turn = f" rotate({self.turn:g})" if self.turn else ""
        return f"translate({self.x:g} {self.y:g}){turn} scale({self.scale:g})"


@dataclass(frozen=True)
class Support:
    """A drawing, and the places for shades in it."""

    drawing: str
    places: tuple[Place, ...]
    ground: int | None = None
    """Where the table or floor begins; None: only the wall is seen."""
    stands: bool = False
    """The shade itself stands on the ground: its foot decides how high it is."""


def _line(path: str, *, width: int = 8) -> str:
    # A gradient is not painted on a straight upright line (its box has no width): lines take the plain colour.
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{width}" stroke-linecap="round"/>'


def _foot(x: int, ground: int, *, half_width: int = 62) -> str:
    top = ground + 4
    return (
        f'<ellipse cx="{x}" cy="{ground + 16}" rx="{half_width + 16}" ry="11" fill="#000" opacity=".22"/>'
        f'<path d="M{x - half_width} {top + 6}Q{x - half_width} {top - 8} {x} {top - 8}T{x + half_width} {top + 6}'
        f'Q{x} {top + 20} {x - half_width} {top + 6}Z" fill="url(#metal)"/>'
    )


def _stem() -> Support:
    drawing = _foot(300, TABLE) + '<path d="M288 250H312L316 472H284Z" fill="url(#metal)"/>'
    return Support(drawing, (Place(300, 172, 1.12),), ground=TABLE)


def _vase() -> Support:
    body = "M286 296H314C316 336 372 352 372 412C372 452 344 480 300 480S228 452 228 412C228 352 284 336 286 296Z"
    drawing = (
        '<ellipse cx="300" cy="482" rx="86" ry="10" fill="#000" opacity=".24"/>'
        f'<path d="{body}" fill="url(#metal)"/>'
        '<path d="M250 420C250 380 282 364 290 330C286 366 266 384 266 428Z" fill="#fff" opacity=".18"/>'
    )
    return Support(drawing, (Place(300, 160, 1.1),), ground=TABLE)


def _block() -> Support:
    drawing = (
        '<ellipse cx="300" cy="482" rx="84" ry="9" fill="#000" opacity=".24"/>'
        '<rect x="246" y="372" width="108" height="108" rx="12" fill="url(#metal)"/>'
        '<rect x="292" y="346" width="16" height="30" fill="url(#metal)"/>'
    )
    return Support(drawing, (Place(300, 186, 1),), ground=TABLE)


def _pole() -> Support:
    return Support(_foot(300, FLOOR, half_width=70) + _line("M300 150V528", width=7), (Place(300, 104, 0.92),), FLOOR)


def _tripod() -> Support:
    legs = (
        _line("M300 236L296 536", width=8) + _line("M300 236L206 544", width=10) + _line("M300 236L394 544", width=10)
    )
    return Support(legs + _line("M250 400H350", width=5), (Place(300, 104, 1.1),), FLOOR)


def _arc() -> Support:
    drawing = _foot(150, FLOOR, half_width=66) + _line("M150 528V330C150 60 420 30 432 168", width=7)
    return Support(drawing, (Place(432, 166, 0.86),), FLOOR)


def _low() -> Support:
    return Support("", (Place(300, 0, 1),), FLOOR, stands=True)


def _small() -> Support:
    drawing = _foot(300, TABLE, half_width=56) + '<path d="M280 318H320L328 474H272Z" fill="url(#metal)"/>'
    return Support(drawing, (Place(300, 226, 0.98),), ground=TABLE)


def _cord() -> Support:
    return Support(_line("M300 0V150", width=4), (Place(300, 148, 1.22),))


def _short_cord() -> Support:
    return Support(_line("M300 0V120", width=4), (Place(300, 120, 1.36),))


def _cluster() -> Support:
    cords = _line("M180 0V120M312 0V236M432 0V70", width=4)
    return Support(cords, (Place(180, 120, 0.74), Place(312, 236, 0.92), Place(432, 70, 0.62)))


def _arm() -> Support:
    joints = "".join(
        f'<circle cx="{x}" cy="{y}" r="11" fill="url(#metal)"/>' for x, y in ((196, 462), (160, 318), (330, 190))
    )
    drawing = _foot(196, TABLE) + _line("M196 468L160 318L330 190", width=9) + joints
    return Support(drawing, (Place(334, 186, 0.96, turn=-24),), TABLE)


def _mast() -> Support:
    drawing = _foot(158, TABLE) + _line("M158 470V208H330", width=9)
    return Support(drawing, (Place(326, 206, 1.12),), TABLE)


def _gooseneck() -> Support:
    drawing = _foot(206, TABLE) + _line("M206 470V280C206 110 372 96 388 214", width=9)
    return Support(drawing, (Place(389, 212, 0.92, turn=-6),), TABLE)


def _column_foot() -> Support:
    drawing = _foot(300, TABLE, half_width=80) + '<path d="M290 290H310L318 470H282Z" fill="url(#metal)"/>'
    return Support(drawing + _line("M352 300V352", width=2), (Place(300, 228, 1.16),), TABLE)


def _plate() -> Support:
    return Support(
        '<rect x="270" y="214" width="60" height="180" rx="10" fill="url(#metal)"/>', (Place(300, 214, 1.2),)
    )


def _bracket() -> Support:
    plate = '<circle cx="300" cy="420" r="46" fill="url(#metal)"/>'
    return Support(plate + _line("M300 420V300", width=12), (Place(300, 322, 1.2, turn=180),))


def _swing() -> Support:
    plate = '<rect x="96" y="180" width="34" height="190" rx="12" fill="url(#metal)"/>'
    return Support(plate + _line("M118 222H372M118 330L300 222", width=8), (Place(372, 222, 1.12),))


def _flat() -> Support:
    return Support("", (Place(300, 170, 1.24),))


def _string() -> Support:
    wire = "M-10 150C90 250 190 250 290 176S510 120 610 226"
    places = ((58, 200), (150, 226), (246, 203), (342, 152), (440, 140), (536, 172))
    lower = "M-10 330C110 440 210 420 300 372S500 320 610 400"
    below = ((70, 384), (172, 404), (276, 384), (384, 346), (492, 344))
    drawing = _line(wire, width=4) + _line(lower, width=4)
    return Support(drawing, tuple(Place(x, y, 0.3) for x, y in places + below))


SUPPORTS: Final[dict[str, Callable[[], Support]]] = {
    "arc": _arc,
    "arm": _arm,
    "block": _block,
    "bracket": _bracket,
    "cluster": _cluster,
    "column-foot": _column_foot,
    "cord": _cord,
    "flat": _flat,
    "gooseneck": _gooseneck,
    "low": _low,
    "mast": _mast,
    "plate": _plate,
    "pole": _pole,
    "short-cord": _short_cord,
    "small": _small,
    "stem": _stem,
    "string": _string,
    "swing": _swing,
    "tripod": _tripod,
    "vase": _vase,
}
