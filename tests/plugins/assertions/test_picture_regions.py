from __future__ import annotations

from PIL import Image, ImageDraw
from tracer_plugins.assertions.picture_regions import Box, choose_close_up, find_regions

PAGE = (1280, 2400)
RED, PALE = (255, 0, 0), (240, 240, 240)


def difference(*parts: Box) -> Image.Image:
    """A picture of a difference, red in these parts."""
    canvas = Image.new("RGB", PAGE, PALE)
    for left, top, right, bottom in parts:
        ImageDraw.Draw(canvas).rectangle((left, top, right - 1, bottom - 1), fill=RED)
    return canvas


def test_one_pixel_in_the_last_corner_is_a_region() -> None:
    assert find_regions(difference((1279, 2399, 1280, 2400))) == [(1264, 2384, 1280, 2400)]


def test_letters_of_a_word_are_one_region_and_another_word_is_another() -> None:
    letters = [(96 + 24 * place, 96, 96 + 24 * place + 16, 112) for place in range(4)]
    assert find_regions(difference(*letters, (960, 2000, 976, 2016))) == [(96, 96, 192, 112), (960, 2000, 976, 2016)]


def test_pictures_that_are_alike_have_no_region() -> None:
    assert find_regions(difference()) == []
    assert choose_close_up([], size=PAGE) is None


def test_all_that_differs_is_shown_closely_where_it_is_near_together() -> None:
    assert choose_close_up([(100, 100, 200, 200), (300, 100, 350, 150)], size=PAGE) == (60, 60, 390, 240)


def test_of_differences_far_apart_the_largest_is_shown_closely() -> None:
    assert choose_close_up([(0, 0, 200, 100), (1200, 2300, 1216, 2316)], size=PAGE) == (0, 0, 240, 140)


def test_a_picture_that_is_small_itself_needs_no_close_up() -> None:
    assert choose_close_up([(0, 0, 16, 16)], size=(300, 200)) is None
