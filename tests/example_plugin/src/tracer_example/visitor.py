"""A journey argument: somebody to sign up with, another one in each attempt."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import JourneyArgument


@dataclass(frozen=True)
class Visitor:
    """Somebody nobody knows yet."""

    name: str
    email: str


class VisitorArgument:
    """`visitor`, at the domain of the param `mail_domain`."""

    name = "visitor"
    needs = frozenset({"params"})

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    @contextmanager
    def provide(self, *, params: Any) -> Iterator[Visitor]:
        domain = params.get("mail_domain", "example.com")
        yield Visitor(name="Ada", email=f"ada-{next(self._numbers)}@{domain}")


@hookimpl
def tracer_register_arguments() -> Iterable[JourneyArgument]:
    return [VisitorArgument()]
