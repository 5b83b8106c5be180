"""Props: small things beside a lamp that show its size. Drawn around their foot at (0, 0)."""

from __future__ import annotations

from typing import Final

PROPS: Final[dict[str, str]] = {
    "none": "",
    "books": (
        '<ellipse cx="0" cy="4" rx="82" ry="7" fill="#000" opacity=".2"/>'
        '<rect x="-74" y="-20" width="140" height="22" rx="3" fill="#7d3f34"/>'
        '<rect x="-74" y="-20" width="14" height="22" fill="#5b2c24"/>'
        '<rect x="-62" y="-42" width="122" height="22" rx="3" fill="#d9c7a4"/>'
        '<rect x="34" y="-42" width="14" height="22" fill="#b7a27a"/>'
        '<rect x="-70" y="-58" width="112" height="16" rx="3" fill="#3f5a5c"/>'
    ),
    "mug": (
        '<ellipse cx="0" cy="3" rx="38" ry="5" fill="#000" opacity=".2"/>'
        '<path d="M26-40C52-42 52-8 24-10" fill="none" stroke="#e8dfcf" stroke-width="8"/>'
        '<path d="M-28-52H28L24 0Q0 6-24 0Z" fill="#e8dfcf"/><ellipse cx="0" cy="-52" rx="28" ry="5" fill="#c9bda6"/>'
    ),
    "plant": (
        '<ellipse cx="0" cy="3" rx="44" ry="6" fill="#000" opacity=".2"/>'
        '<g fill="#4c6b4a"><path d="M-4-50C-70-70-70-130-60-142C-24-130-4-96-4-50Z"/>'
        '<path d="M4-50C70-64 78-118 66-132C30-124 6-92 4-50Z" fill="#5f8158"/>'
        '<path d="M0-50C-30-110-8-168 4-176C28-150 26-96 0-50Z" fill="#3c583d"/></g>'
        '<path d="M-34-56H34L26 0Q0 6-26 0Z" fill="#b5694a"/><path d="M-38-62H38V-46H-38Z" fill="#c67a59"/>'
    ),
    "frame": (
        '<rect x="-62" y="-150" width="124" height="154" rx="3" fill="#2d241d"/>'
        '<rect x="-52" y="-140" width="104" height="134" fill="#efe6d5"/>'
        '<circle cx="6" cy="-84" r="30" fill="#c9754e"/><path d="M-52-56C-24-84 8-40 52-70V-6H-52Z" fill="#55706b"/>'
    ),
    "chair": (
        '<ellipse cx="0" cy="6" rx="112" ry="9" fill="#000" opacity=".2"/>'
        '<path d="M-70 0L-62-44M70 0L62-44" stroke="#3a281d" stroke-width="9" stroke-linecap="round"/>'
        '<path d="M-84-150C-84-186 84-186 84-150V-60H-84Z" fill="#8a5a44"/>'
        '<path d="M-84-150C-84-186 84-186 84-150V-140C60-170-60-170-84-140Z" fill="#fff" opacity=".12"/>'
        '<rect x="-92" y="-96" width="184" height="58" rx="18" fill="#a06a50"/>'
        '<rect x="-108" y="-118" width="36" height="84" rx="18" fill="#7b4e3a"/>'
        '<rect x="72" y="-118" width="36" height="84" rx="18" fill="#7b4e3a"/>'
    ),
    "stones": (
        '<ellipse cx="-30" cy="0" rx="46" ry="18" fill="#5d605f"/>'
        '<ellipse cx="34" cy="4" rx="34" ry="13" fill="#757a78"/>'
        '<ellipse cx="-36" cy="-6" rx="28" ry="7" fill="#fff" opacity=".1"/>'
    ),
    "grass": (
        '<path d="M-60 8Q-66-50-92-74Q-52-52-46 4Q-44-70-22-104Q-22-48-24 6Q-4-44 26-70Q2-30-4 8Q24-28 '
        '58-40Q30-14 22 8Z" fill="#3f5335"/>'
    ),
}
