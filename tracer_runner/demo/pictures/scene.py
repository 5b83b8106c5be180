"""Put wall, ground, light, lamp and prop together into one picture."""

from __future__ import annotations

from dataclasses import dataclass

from tracer_runner.demo.pictures.palette import PALETTES, Palette
from tracer_runner.demo.pictures.props import PROPS
from tracer_runner.demo.pictures.shades import SHADES, Shade
from tracer_runner.demo.pictures.supports import SUPPORTS, Place, Support

SIZE = 600


@dataclass(frozen=True)
class Look:
    """What a lamp looks like: names from `SUPPORTS`, `SHADES`, `PALETTES` and `PROPS`."""

    support: str
    shade: str
    palette: str
    prop: str = "none"
    prop_x: int = 470


def draw(look: Look) -> str:
    """The picture as an SVG document of 600 by 600."""
    palette, shade, support = PALETTES[look.palette], SHADES[look.shade](), SUPPORTS[look.support]()
    places = _standing(support, shade) if support.stands else support.places
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">',
        f'<g color="{palette.metal}">',
        _gradients(palette),
        f'<rect width="{SIZE}" height="{SIZE}" fill="url(#wall)"/>',
        *(_halo(place, shade) for place in places),
        *(_beam(place, shade) for place in places),
        _ground(support.ground, places),
        _prop(look, support.ground),
        support.drawing,
        *(f'<g transform="{place.transform}">{shade.drawing}</g>' for place in places),
        "</g></svg>",
    )
    return "".join(parts)


def _standing(support: Support, shade: Shade) -> tuple[Place, ...]:
    ground = (support.ground or SIZE) + 14
    return tuple(Place(place.x, ground - shade.foot * place.scale, place.scale) for place in support.places)


def _halo(place: Place, shade: Shade) -> str:
    radius = shade.halo if shade.beam is None else shade.halo * 0.8
    return f'<g transform="{place.transform}"><circle cx="0" cy="{shade.centre}" r="{radius:g}" fill="url(#halo)"/></g>'


def _beam(place: Place, shade: Shade) -> str:
    if shade.beam is None:
        return ""
    half, y = shade.beam
    spread = half * 2.1
    path = f"M{-half} {y}L{-spread:g} {y + 330}H{spread:g}L{half} {y}Z"
    down = f'<path d="{path}" fill="url(#beam)"/>'
    up = f'<g transform="translate(0 {y}) scale(1 -1)">{down}</g>' if shade.beam_up else ""
    return f'<g transform="{place.transform}">{down}{up}</g>'


def _ground(ground: int | None, places: tuple[Place, ...]) -> str:
    if ground is None:
        return ""
    pools = "".join(
        f'<ellipse cx="{place.x:g}" cy="{ground + 22}" rx="230" ry="34" fill="url(#pool)"/>' for place in places
    )
    return (
        f'<rect y="{ground}" width="{SIZE}" height="{SIZE - ground}" fill="url(#ground)"/>'
        f'<rect y="{ground}" width="{SIZE}" height="3" fill="#fff" opacity=".12"/>{pools}'
    )


def _prop(look: Look, ground: int | None) -> str:
    return f'<g transform="translate({look.prop_x} {(ground or 560) + 14})">{PROPS[look.prop]}</g>'


def _gradients(palette: Palette) -> str:
    return (
        "<defs>"
        + _linear("wall", (0, palette.wall, 1), (1, palette.wall_deep, 1), down=True)
        + _linear("ground", (0, palette.ground, 1), (1, palette.ground_deep, 1), down=True)
        + _linear("shade", (0, palette.shade, 1), (0.45, palette.shade, 1), (1, palette.shade_deep, 1))
        + _linear("metal", (0, palette.metal, 1), (0.4, palette.metal, 1), (1, palette.metal_deep, 1))
        + _linear("beam", (0, palette.glow, 0.62), (0.5, palette.glow, 0.2), (1, palette.glow, 0), down=True)
        + _radial(
            "halo", (0, palette.glow, 0.85), (0.3, palette.glow, 0.42), (0.62, palette.glow, 0.13), (1, palette.glow, 0)
        )
        + _radial("pool", (0, palette.glow, 0.6), (1, palette.glow, 0))
        + _radial("opening", (0, "#ffffff", 1), (0.6, palette.heart, 1), (1, palette.glow, 1))
        + _radial("glass", (0, "#ffffff", 1), (0.45, palette.heart, 1), (1, palette.glow, 1))
        + _radial("lit", (0, palette.heart, 1), (0.5, palette.glow, 1), (1, palette.shade_deep, 1), radius=0.75)
        + "</defs>"
    )


def _stops(stops: tuple[tuple[float, str, float], ...]) -> str:
    return "".join(
        f'<stop offset="{at:g}" stop-color="{colour}" stop-opacity="{alpha:g}"/>' for at, colour, alpha in stops
    )


def _linear(name: str, *stops: tuple[float, str, float], down: bool = False) -> str:
    end = 'x2="0" y2="1"' if down else 'x2="1" y2="0"'
    return f'<linearGradient id="{name}" x1="0" y1="0" {end}>{_stops(stops)}</linearGradient>'


def _radial(name: str, *stops: tuple[float, str, float], radius: float = 0.5) -> str:
    return f'<radialGradient id="{name}" r="{radius:g}">{_stops(stops)}</radialGradient>'
