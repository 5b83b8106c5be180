"""The colours a picture is drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Palette:
    """Colours of one picture, as hexadecimal RGB."""

    wall: str
    wall_deep: str
    ground: str
    ground_deep: str
    shade: str
    shade_deep: str
    metal: str
    metal_deep: str
    glow: str = "#ffd48a"
    heart: str = "#fff6df"
    """The brightest part of the light."""


PALETTES: Final[dict[str, Palette]] = {
    "pine": Palette("#47675f", "#213a36", "#b98a5e", "#8a6140", "#e9e2d2", "#b7ad97", "#caa56a", "#86683a"),
    "clay": Palette("#c07f5f", "#7c4634", "#6b4332", "#4a2c21", "#f3e6d6", "#c4a88f", "#3a2a25", "#231816"),
    "night": Palette("#3b4a63", "#1a2335", "#2a3144", "#181d2b", "#d9a441", "#96681f", "#c9b184", "#7d6a44"),
    "sand": Palette("#d8c3a5", "#a48a69", "#8c6a4c", "#674b34", "#3e5c57", "#243a37", "#3b3029", "#211a16"),
    "plum": Palette("#6a4a5c", "#372431", "#3f2a33", "#281a21", "#e6c9c0", "#a98478", "#d0a77b", "#88683f"),
    "ochre": Palette("#cf9a4a", "#8c5f22", "#7a4f27", "#533416", "#fbf2df", "#cdb994", "#33261c", "#1d1510"),
    "slate": Palette("#68747c", "#363f46", "#474f56", "#2b3136", "#c9543a", "#84301d", "#22272b", "#121517"),
    "moss": Palette("#7b8661", "#444c33", "#54482f", "#372e1d", "#f0ead8", "#b9b095", "#3d3522", "#241f14"),
    "rose": Palette("#cfa197", "#8f6157", "#9c6a4e", "#714832", "#7c2f36", "#4f1a20", "#b98f57", "#7a5b31"),
    "sea": Palette("#5b8590", "#27454e", "#c2a079", "#917250", "#f4ede0", "#b9b1a0", "#2c2d2e", "#171818"),
}
