"""Visitors: who they are, what is in their cart, what they bought. In memory, one session per cookie."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

MOST_SESSIONS = 10_000
"""Beyond these, the one that was not used for longest is forgotten."""


@dataclass(frozen=True)
class Line:
    """So many of one lamp."""

    lamp_id: str
    name: str
    price: int
    quantity: int

    @property
    def total(self) -> int:
        return self.price * self.quantity

    def as_json(self) -> dict[str, Any]:
        return {
            "product": self.lamp_id,
            "name": self.name,
            "price": self.price,
            "quantity": self.quantity,
            "total": self.total,
            "picture": f"/pictures/{self.lamp_id}.svg",
        }


@dataclass(frozen=True)
class Order:
    """What somebody paid for."""

    number: str
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        total = sum(line.total for line in self.lines)
        return {
            "number": self.number,
            "lines": [line.as_json() for line in self.lines],
            "total": total,
            "currency": "EUR",
        }


@dataclass
class Session:
    """One visitor. Changed only under the API's lock."""

    id: str = ""
    user: str | None = None
    """The name of who logged in."""
    cart: dict[str, int] = field(default_factory=dict)
    """How many of each lamp, by its id."""
    orders: list[Order] = field(default_factory=list)

    def find_order(self, number: str) -> Order | None:
        """The visitor's own order of this number."""
        return next((order for order in self.orders if order.number == number), None)


class SessionStore:
    """All sessions by id. Not locked: the API's lock covers it."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sessions)

    def look_up(self, session_id: str | None) -> Session:
        """The session of this id; a visitor the shop does not know gets an empty one that is not kept."""
        session = self._sessions.get(session_id or "")
        if session is None:
            return Session()
        self._sessions.move_to_end(session.id)
        return session

    def keep(self, session: Session) -> None:
        """Keep a session; a new one gets its id here."""
        session.id = session.id or secrets.token_urlsafe(24)
        self._sessions[session.id] = session
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)

    def renew(self, session: Session) -> None:
        """Give the session another id, so that one known before the login is worth nothing after it."""
        self._sessions.pop(session.id, None)
        session.id = ""
        self.keep(session)
