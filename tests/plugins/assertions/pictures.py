"""Pictures of pages, painted for tests."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 100, 100


def picture(
    *, dot: int = 0, width: int = WIDTH, height: int = HEIGHT, paper: str = "white", mode: str = "RGB"
) -> bytes:
    """A PNG of a page, with a black square of `dot` pixels at its side."""
    canvas = Image.new("RGB", (width, height), paper)
    if dot:
        ImageDraw.Draw(canvas).rectangle((20, 20, 19 + dot, 19 + dot), fill="black")
    target = BytesIO()
    canvas.convert(mode).save(target, "PNG")
    return target.getvalue()


def pixel(data: bytes, *, x: int, y: int) -> tuple[int, int, int]:
    """The colour at this place."""
    with Image.open(BytesIO(data)) as opened:
        colour = opened.convert("RGB").getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]
