"""Two pictures, pixel by pixel. Slow work: call it in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

COLOUR_THRESHOLD = 0.02
"""How far the colours of a pixel may be apart, from 0 to 1, as in pixelmatch: a pale tint is seen. Smoothed edges of
letters and lines do not count."""
OUTSIDE = (255, 0, 255, 255)
"""What lies outside of the smaller picture: a colour that no page has there."""

_PLAIN = {"RGB", "RGBA"}


class NoPicture(ValueError):
    """These bytes are no picture that can be read."""


@dataclass(frozen=True)
class Comparison:
    """How two pictures differ."""

    percent: float
    """Of the pixels, 0 to 100; of the larger area when the sizes differ."""
    pixels: int
    sizes: tuple[tuple[int, int], tuple[int, int]]
    """Width and height of both."""
    difference: bytes | None
    """A PNG with the pixels that differ in red; None when there are none, or none was asked for."""


def compare(expected: bytes, actual: bytes, *, shown: bool) -> Comparison:
    """Compare two PNGs; `shown`: make a picture of the difference, too. NoPicture says that one is none."""
    from tempfile import TemporaryDirectory

    first, second = _open(expected), _open(actual)
    sizes = first.size, second.size
    if expected == actual:
        return Comparison(percent=0.0, pixels=0, sizes=sizes, difference=None)
    with TemporaryDirectory(prefix="tracer-") as folder:
        paths = Path(folder, "expected.png"), Path(folder, "actual.png")
        if first.size == second.size and {first.mode, second.mode} <= _PLAIN:
            paths[0].write_bytes(expected)
            paths[1].write_bytes(actual)
        else:
            size = max(first.width, second.width), max(first.height, second.height)
            for picture, path in zip((first, second), paths, strict=True):
                _enlarged(picture, size).save(path, compress_level=1)
        return _compare(*paths, sizes=sizes, target=Path(folder, "difference.png") if shown else None)


def _compare(
    expected: Path, actual: Path, *, sizes: tuple[tuple[int, int], tuple[int, int]], target: Path | None
) -> Comparison:
    import blazediff

    found = blazediff.compare(
        str(expected), str(actual), str(target) if target else None, threshold=COLOUR_THRESHOLD, antialiasing=True
    )
    return Comparison(
        percent=found.diff_percentage or 0.0,
        pixels=found.diff_count or 0,
        sizes=sizes,
        difference=target.read_bytes() if target and target.exists() else None,
    )


def _open(data: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data), formats=["PNG"])
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise NoPicture(str(fault)) from fault
    return picture


def _enlarged(picture: Image, size: tuple[int, int]) -> Image:
    from PIL import Image

    canvas = Image.new("RGBA", size, OUTSIDE)
    canvas.paste(picture.convert("RGBA"))
    return canvas
