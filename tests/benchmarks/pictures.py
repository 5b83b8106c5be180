"""How long `check.visual` takes to compare two pictures of a long page."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

from PIL import Image, ImageDraw
from tracer_plugins.assertions.picture_comparison import compare

WIDTH, HEIGHT = 1280, 2400
LIMIT_SECONDS = 0.3


def compare_pictures(rounds: int) -> None:
    """Print the median of so many rounds, each way a check may go."""
    same, other, longer = _page(), _page(banner="Sale"), _page(height=HEIGHT + 200)
    print(f"Two pictures of {WIDTH}x{HEIGHT}, median of {rounds}; the limit is {LIMIT_SECONDS} s")
    _print("the same bytes", lambda: compare(same, same, shown=False), rounds)
    _print("different, counted", lambda: compare(same, other, shown=False), rounds)
    _print("different, with a picture of it", lambda: compare(same, other, shown=True), rounds)
    _print("another height, with a picture of it", lambda: compare(same, longer, shown=True), rounds)


def _print(what: str, work: Callable[[], object], rounds: int) -> None:
    taken, worked = [], []
    for _ in range(rounds):
        started, busy = time.perf_counter(), time.process_time()
        work()
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - busy)
    print(f"  {what:<38}{median(taken):.3f} s, {median(worked):.3f} s of processor time")


def _page(*, banner: str = "Lamps", height: int = HEIGHT) -> bytes:
    """A page of cards with text and a coloured field each, as shops have them."""
    canvas = Image.new("RGB", (WIDTH, height), "#fbf8f3")
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, WIDTH, 300), fill="#21403a")
    draw.text((80, 120), banner, fill="white", font_size=64)
    for top in range(360, height - 300, 320):
        for left in range(40, WIDTH - 280, 305):
            draw.rounded_rectangle((left, top, left + 270, top + 230), 18, fill=(left % 255, top % 255, 120))
            draw.text((left, top + 245), f"Lamp {left * top % 97}, made to last", fill="#211d18", font_size=16)
    target = BytesIO()
    canvas.save(target, "PNG")
    return target.getvalue()
