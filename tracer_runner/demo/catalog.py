"""What the shop sells."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from tracer_runner.demo.pictures import Look, draw

LAMP_OF_THE_WEEK = "halo"


@dataclass(frozen=True)
class Lamp:
    """One product."""

    id: str
    name: str
    category: str
    price: int
    """In whole euros."""
    material: str
    lumens: int
    height_cm: int
    description: str
    look: Look

    def as_json(self) -> dict[str, Any]:
        """What the API says of it."""
        fields = {key: value for key, value in asdict(self).items() if key != "look"}
        return fields | {"currency": "EUR", "picture": f"/pictures/{self.id}.svg"}

    def mentions(self, word: str) -> bool:
        """Whether a word, in lower case, stands in what the page shows of this lamp."""
        return any(word in text.lower() for text in (self.name, self.category, self.material, self.description))


class Catalog:
    """All lamps, in the order of the shop window."""

    def __init__(self, lamps: Iterable[Lamp]) -> None:
        self._lamps = {lamp.id: lamp for lamp in lamps}
        self._pictures = {lamp.id: draw(lamp.look).encode() for lamp in self._lamps.values()}

    def __len__(self) -> int:
        return len(self._lamps)

    def find(self, lamp_id: str) -> Lamp | None:
        """The lamp with this id."""
        return self._lamps.get(lamp_id)

    def picture(self, lamp_id: str) -> bytes | None:
        """The SVG document of a lamp's picture."""
        return self._pictures.get(lamp_id)

    @property
    def categories(self) -> list[str]:
        """Each once, in the order of the shop window."""
        return list(dict.fromkeys(lamp.category for lamp in self._lamps.values()))

    @property
    def lamp_of_the_week(self) -> Lamp:
        return self._lamps[LAMP_OF_THE_WEEK]

    def search(self, text: str = "", *, category: str = "") -> list[Lamp]:
        """Lamps of the category, if one is given, that mention every word of the text."""
        words = text.lower().split()
        return [
            lamp
            for lamp in self._lamps.values()
            if category.lower() in ("", lamp.category.lower()) and all(lamp.mentions(word) for word in words)
        ]

    def recommend(self, lamp: Lamp, *, count: int) -> list[Lamp]:
        """Lamps to go with this one: its category first, then its neighbours in the window; never itself."""
        lamps = list(self._lamps.values())
        here = lamps.index(lamp)
        others = lamps[here + 1 :] + lamps[:here]
        return sorted(others, key=lambda other: other.category != lamp.category)[:count]


def load_catalog() -> Catalog:
    """The catalog that comes with the shop."""
    lines = json.loads(resources.files("tracer_runner.demo").joinpath("lamps.json").read_text(encoding="utf-8"))
    return Catalog(Lamp(**line | {"look": Look(**line["look"])}) for line in lines)
