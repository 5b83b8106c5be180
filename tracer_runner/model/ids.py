"""Ids: TypeIDs, a prefix that says what it is and a sortable random part."""

from __future__ import annotations

from typing import Literal

from typeid import TypeID

Prefix = Literal["run", "bat", "alr", "ntf"]


def new_id(prefix: Prefix) -> str:
    """`run_01m86a5h1febsvrdf84byaen14`: unique, and later ones sort after earlier ones."""
    return str(TypeID(prefix=prefix))
