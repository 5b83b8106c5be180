"""Shades: the part that gives the light.

Each is drawn around its socket at (0, 0), hangs down, and is about 200 wide, so that a support can place it anywhere
with a transform. Fills are gradients that `scene` defines: `shade` (opaque), `lit` (the light shines through), `metal`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Shade:
    """A drawing and the light that comes out of it."""

    drawing: str
    centre: int
    """How far below the socket the light is brightest."""
    beam: tuple[int, int] | None = None
    """Half the width of the opening below, and how far below the socket it is; None: it shines all around."""
    beam_up: bool = False
    """There is an opening above as well."""
    halo: int = 300
    """Radius of the shine on the wall."""
    foot: int = 0
    """How far below the socket it ends: where it stands when it stands by itself."""


def _rim(half_width: int, y: int, *, depth: int = 9) -> str:
    return f'<ellipse cx="0" cy="{y}" rx="{half_width}" ry="{depth}" fill="url(#opening)"/>'


def _sheen(path: str) -> str:
    return f'<path d="{path}" fill="#fff" opacity=".16"/>'


def _dome() -> Shade:
    body = "M-104 96C-104 26-58-2 0-2S104 26 104 96Z"
    sheen = "M-84 78C-80 34-52 14-26 8C-52 26-64 50-66 80Z"
    return Shade(f'<path d="{body}" fill="url(#shade)"/>{_rim(104, 96)}{_sheen(sheen)}', centre=100, beam=(98, 96))


def _cone() -> Shade:
    body = "M-26 0Q-28-8-20-8H20Q28-8 26 0L100 118H-100Z"
    return Shade(
        f'<path d="{body}" fill="url(#shade)"/>{_rim(100, 118)}{_sheen("M-18 2L-8 2L-48 108L-78 106Z")}',
        centre=116,
        beam=(94, 118),
    )


def _bell() -> Shade:
    body = "M-18-6C-22 62-44 92-102 136Q0 150 102 136C44 92 22 62 18-6Z"
    sheen = "M-10 6C-14 66-34 98-74 128C-48 102-22 70-20 6Z"
    return Shade(f'<path d="{body}" fill="url(#shade)"/>{_rim(101, 137, depth=8)}{_sheen(sheen)}', 134, beam=(94, 136))


def _mushroom() -> Shade:
    body = "M-118 84C-118 14-64-10 0-10S118 14 118 84C90 102-90 102-118 84Z"
    glow = "M-118 84C-90 102 90 102 118 84C90 90-90 90-118 84Z"
    sheen = "M-98 66C-92 28-60 8-30 2C-60 22-74 44-78 70Z"
    drawing = f'<path d="{body}" fill="url(#lit)"/><path d="{glow}" fill="url(#opening)"/>{_sheen(sheen)}'
    return Shade(drawing, centre=70, halo=270, foot=98)


def _drum() -> Shade:
    body = "M-78 0H78L100 132H-100Z"
    bands = '<path d="M-78 0H78L79 7H-79ZM-99 125H99L100 132H-100Z" fill="url(#metal)" opacity=".55"/>'
    return Shade(f'<path d="{body}" fill="url(#lit)"/>{bands}', centre=76, foot=132)


def _pleated() -> Shade:
    folds = "".join(f"M{x * 0.56:.0f} 2L{x} 126" for x in range(-96, 97, 12))
    scallops = "".join("q6 10 12 0" for _ in range(17))
    body = f"M-56 0H56L102 126H-102Z M-102 126{scallops}Z"
    lines = f'<path d="{folds}" stroke="#6b4a2a" stroke-opacity=".22" stroke-width="3" fill="none"/>'
    return Shade(f'<path d="{body}" fill="url(#lit)"/>{lines}', centre=72, foot=126)


def _globe() -> Shade:
    cap = '<rect x="-20" y="-8" width="40" height="16" rx="4" fill="url(#metal)"/>'
    return Shade(
        f'<circle cx="0" cy="82" r="82" fill="url(#glass)"/>{cap}'
        '<ellipse cx="-30" cy="48" rx="20" ry="12" fill="#fff" opacity=".5" transform="rotate(-38 -30 48)"/>',
        centre=82,
        foot=164,
    )


def _paper() -> Shade:
    ribs = "".join(
        f'<path d="M{-half} {y}Q0 {y + bend} {half} {y}"/>'
        for y, half, bend in ((22, 66, 8), (46, 90, 8), (72, 102, 6), (98, 103, -2), (124, 92, -8), (150, 66, -10))
    )
    return Shade(
        '<ellipse cx="0" cy="86" rx="104" ry="88" fill="url(#glass)"/>'
        f'<g fill="none" stroke="#8a5c2b" stroke-opacity=".28" stroke-width="2.5">{ribs}</g>'
        '<rect x="-26" y="-6" width="52" height="9" rx="3" fill="url(#metal)"/>',
        centre=86,
        halo=320,
        foot=174,
    )


def _column() -> Shade:
    ribs = "".join(f"M-58 {y}Q0 {y + 9} 58 {y}" for y in range(26, 360, 26))
    return Shade(
        '<rect x="-60" y="0" width="120" height="372" rx="26" fill="url(#lit)"/>'
        f'<path d="{ribs}" fill="none" stroke="#8a5c2b" stroke-opacity=".22" stroke-width="2.5"/>'
        '<rect x="-46" y="366" width="92" height="14" rx="6" fill="url(#metal)"/>',
        centre=190,
        halo=330,
        foot=380,
    )


def _disc() -> Shade:
    return Shade(
        '<path d="M-132 42C-132 24-70 14 0 14S132 24 132 42C132 52-132 52-132 42Z" fill="url(#shade)"/>'
        '<path d="M-14 0H14L22 18H-22Z" fill="url(#metal)"/>'
        f"{_rim(126, 46, depth=6)}",
        centre=48,
        beam=(122, 46),
    )


def _bar() -> Shade:
    return Shade(
        '<rect x="-130" y="-6" width="260" height="20" rx="10" fill="url(#metal)"/>'
        '<rect x="-120" y="9" width="240" height="8" rx="4" fill="url(#opening)"/>',
        centre=18,
        beam=(118, 16),
    )


def _banker() -> Shade:
    body = "M-128 70C-128 22-104 0-74 0H74C104 0 128 22 128 70Z"
    return Shade(
        f'<path d="{body}" fill="url(#shade)"/>{_rim(128, 70, depth=7)}'
        f"{_sheen('M-108 50C-104 26-88 14-66 12H40Q-70 18-96 52Z')}",
        centre=72,
        beam=(120, 70),
    )


def _ring() -> Shade:
    return Shade(
        '<circle cx="0" cy="100" r="112" fill="none" stroke="url(#opening)" stroke-width="16"/>'
        '<circle cx="0" cy="100" r="98" fill="url(#metal)"/>'
        '<circle cx="-22" cy="72" r="60" fill="#fff" opacity=".06"/>',
        centre=100,
        halo=340,
    )


def _half() -> Shade:
    return Shade(
        '<path d="M-64 0H64V150H-64Z" fill="url(#shade)"/>'
        '<ellipse cx="0" cy="0" rx="64" ry="8" fill="url(#opening)"/>'
        '<ellipse cx="0" cy="150" rx="64" ry="8" fill="url(#opening)"/>'
        '<rect x="-44" y="10" width="18" height="130" fill="#fff" opacity=".14"/>',
        centre=75,
        beam=(60, 150),
        beam_up=True,
        halo=250,
    )


def _lantern() -> Shade:
    return Shade(
        '<path d="M-30 18C-30-34 30-34 30 18" fill="none" stroke="url(#metal)" stroke-width="8"/>'
        '<path d="M-58 48L-34 16H34L58 48Z" fill="url(#metal)"/>'
        '<rect x="-62" y="46" width="124" height="14" rx="3" fill="url(#metal)"/>'
        '<rect x="-52" y="60" width="104" height="150" fill="url(#glass)"/>'
        '<path d="M-52 60V210M0 60V210M52 60V210M-52 135H52" stroke="currentColor" stroke-width="7"/>'
        '<rect x="-66" y="206" width="132" height="20" rx="4" fill="url(#metal)"/>',
        centre=136,
        halo=310,
        foot=226,
    )


def _post() -> Shade:
    return Shade(
        '<rect x="-62" y="-8" width="124" height="20" rx="8" fill="url(#metal)"/>'
        '<rect x="-48" y="12" width="96" height="84" fill="url(#glass)"/>'
        '<path d="M-50 34H50M-50 56H50M-50 78H50" stroke="currentColor" stroke-width="7"/>'
        '<rect x="-52" y="94" width="104" height="240" rx="4" fill="url(#shade)"/>'
        '<rect x="-38" y="98" width="14" height="232" fill="#fff" opacity=".1"/>',
        centre=54,
        halo=300,
        foot=334,
    )


def _pebble() -> Shade:
    return Shade(
        '<path d="M-52 22C-44-34 44-34 52 22" fill="none" stroke="currentColor" stroke-width="9" '
        'stroke-linecap="round"/>'
        '<path d="M-122 96C-126 34-62 6 4 6C76 6 126 44 122 98C118 146-116 148-122 96Z" fill="url(#glass)"/>'
        '<ellipse cx="-52" cy="50" rx="32" ry="14" fill="#fff" opacity=".55" transform="rotate(-24 -52 50)"/>',
        centre=78,
        halo=320,
        foot=134,
    )


def _bulb() -> Shade:
    return Shade(
        '<rect x="-24" y="-4" width="48" height="44" rx="8" fill="url(#metal)"/>'
        '<path d="M-26 38C-30 74-74 84-74 140A74 74 0 0 0 74 140C74 84 30 74 26 38Z" fill="url(#glass)"/>',
        centre=130,
        halo=330,
    )


SHADES: Final[dict[str, Callable[[], Shade]]] = {
    "banker": _banker,
    "bar": _bar,
    "bell": _bell,
    "bulb": _bulb,
    "column": _column,
    "cone": _cone,
    "disc": _disc,
    "dome": _dome,
    "drum": _drum,
    "globe": _globe,
    "half": _half,
    "lantern": _lantern,
    "mushroom": _mushroom,
    "paper": _paper,
    "pebble": _pebble,
    "pleated": _pleated,
    "post": _post,
    "ring": _ring,
}
