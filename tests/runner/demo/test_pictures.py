from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tracer_runner.demo.catalog import load_catalog
from tracer_runner.demo.pictures import Look, draw
from tracer_runner.demo.pictures.palette import PALETTES
from tracer_runner.demo.pictures.props import PROPS
from tracer_runner.demo.pictures.shades import SHADES
from tracer_runner.demo.pictures.supports import SUPPORTS

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("support", sorted(SUPPORTS))
def test_every_shade_can_be_drawn_on_a_support(support: str) -> None:
    for shade in SHADES:
        root = ET.fromstring(draw(Look(support, shade, "pine", "books")))
        assert root.tag == f"{SVG}svg"
        defined = {part.get("id") for part in root.iter() if part.get("id")}
        used = {value[5:-1] for part in root.iter() for value in part.attrib.values() if value.startswith("url(#")}
        assert used, shade
        assert used <= defined, shade


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_every_prop_can_be_drawn_in_a_palette(palette: str) -> None:
    for prop in PROPS:
        assert PALETTES[palette].wall in draw(Look("stem", "dome", palette, prop))
        ET.fromstring(draw(Look("stem", "dome", palette, prop)))


def test_no_two_lamps_look_the_same() -> None:
    catalog = load_catalog()
    assert len({catalog.picture(lamp.id) for lamp in catalog.search()}) == len(catalog) == 24
