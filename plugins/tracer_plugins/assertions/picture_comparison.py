"""Two pictures, pixel by pixel. Slow work: call it in a thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracer_plugins.assertions.picture_regions import choose_close_up, draw_boxes, find_regions

if TYPE_CHECKING:
    from PIL.Image import Image

COLOUR_THRESHOLD = 0.02
"""How far the colours of a pixel may be apart, from 0 to 1, as in pixelmatch: a pale tint is seen. Smoothed edges of
letters and lines do not count."""
OUTSIDE = (255, 0, 255)
"""What lies outside of the smaller picture: a colour that no page has there."""

FASTEST = 1
"""How hard pictures of differences are compressed; with 0, not at all, they are a hundred times as large."""
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
    """A PNG with the pixels that differ in red, and a box round them; None when none differ, or none was asked for."""
    close_up: tuple[bytes, bytes, bytes] | None = None
    """PNGs of the part that differs, expected, actual and difference; None where it is not small."""


def compare(expected: bytes, actual: bytes, *, shown: bool) -> Comparison:
    """Compare two PNGs; `shown`: make a picture of the difference, too. NoPicture says that one is none."""
    first, second = _open(expected), _open(actual)
    sizes = first.size, second.size
    if expected == actual:
        return Comparison(percent=0.0, pixels=0, sizes=sizes, difference=None)
    with TemporaryDirectory(prefix="tracer-") as folder:
        paths = Path(folder, "expected.png"), Path(folder, "actual.png")
        try:
            _lay_out((expected, actual), (first, second), paths)
            return _compare(*paths, sizes=sizes, target=Path(folder, "difference.png") if shown else None)
        except (OSError, SyntaxError, ValueError) as fault:  # the picture ends early, or is broken inside
            raise NoPicture(str(fault)) from fault


def _compare(
    expected: Path, actual: Path, *, sizes: tuple[tuple[int, int], tuple[int, int]], target: Path | None
) -> Comparison:
    import blazediff

    found = blazediff.compare(
        str(expected),
        str(actual),
        str(target) if target else None,
        threshold=COLOUR_THRESHOLD,
        antialiasing=True,
        compression=FASTEST,
    )
    counted = Comparison(
        percent=found.diff_percentage or 0.0, pixels=found.diff_count or 0, sizes=sizes, difference=None
    )
    return _shown(counted, (expected, actual, target)) if target and target.exists() else counted


def _shown(counted: Comparison, paths: tuple[Path, Path, Path]) -> Comparison:
    """With the pictures: the difference marked, and what is small shown closely."""
    from PIL import Image

    with Image.open(paths[0]) as expected, Image.open(paths[1]) as actual, Image.open(paths[2]) as difference:
        regions = find_regions(difference)
        part = choose_close_up(regions, size=difference.size)
        close_up = (_png(expected.crop(part)), _png(actual.crop(part)), _png(difference.crop(part))) if part else None
        return replace(counted, difference=_png(draw_boxes(difference, regions)), close_up=close_up)


def _png(picture: Image) -> bytes:
    target = BytesIO()
    picture.save(target, "PNG", compress_level=FASTEST)
    return target.getvalue()


def _open(data: bytes) -> Image:
    """The picture as far as its head: its size and kind of colours."""
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(BytesIO(data), formats=["PNG"])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise NoPicture("it is no PNG") from fault


def _lay_out(given: tuple[bytes, bytes], pictures: tuple[Image, Image], paths: tuple[Path, Path]) -> None:
    """Write both as files of one size: decoding and encoding them is left out where they are that already."""
    first, second = pictures
    size = max(first.width, second.width), max(first.height, second.height)
    for data, picture, path in zip(given, pictures, paths, strict=True):
        if picture.size == size and picture.mode in _PLAIN:
            path.write_bytes(data)
        else:
            _enlarged(picture, size).save(path, compress_level=0)  # read once, and gone


def _enlarged(picture: Image, size: tuple[int, int]) -> Image:
    from PIL import Image

    canvas = Image.new("RGB", size, OUTSIDE)
    canvas.paste(picture.convert("RGB"))
    return canvas
