"""The faults that can be switched on: what each one is called, does, and shows a watcher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tracer_runner.errors import UsageError

LONGEST_SECONDS = 600
_SECONDS = re.compile(r"\d{1,3}(\.\d{1,3})?")


@dataclass(frozen=True)
class FaultKind:
    """One line of the table of faults."""

    name: str
    description: str
    look_for: str
    """What a journey, a person or a report should notice."""
    takes_seconds: bool = False

    @property
    def usage(self) -> str:
        """How to write it: `slow:SECONDS`, `busy`."""
        return f"{self.name}:SECONDS" if self.takes_seconds else self.name


@dataclass(frozen=True)
class Fault:
    """A fault that is switched on."""

    name: str
    seconds: float = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.seconds:g}" if self.seconds else self.name


FAULTS: Final[tuple[FaultKind, ...]] = (
    FaultKind(
        "slow", "Every page takes that long to answer.", "Budgets break; short timeouts end.", takes_seconds=True
    ),
    FaultKind("http-500", "Every page answers 500.", "The first step fails; the page says the shop is closed."),
    FaultKind("api-500", "The JSON API answers 500.", "Pages load, but show no lamps and nobody can log in."),
    FaultKind(
        "checkout-500", "Paying answers 500; all else works.", "Only the step that pays fails; an error is shown."
    ),
    FaultKind("flaky-checkout", "Every second payment answers 503.", "Passes after a retry: the run is flaky."),
    FaultKind("few-recommendations", "Three recommendations, not four.", "A soft step fails, the others go on."),
    FaultKind("console-error", "Pages log an error and throw one.", "Nothing to see; the console has two errors."),
    FaultKind("broken-image", "Product pictures answer 404.", "Empty frames; failed requests."),
    FaultKind("changed-text", "The title and the Pay button read otherwise.", "Expectations about texts fail."),
    FaultKind("changed-look", "Other colours, and square corners.", "Nothing is wrong; it looks different."),
    FaultKind("inaccessible", "Pictures have no texts, quiet words are pale.", "Accessibility rules are broken."),
    FaultKind(
        "hanging-request", "Lamps are asked for, and no answer comes.", "Placeholders stay; the network never rests."
    ),
    FaultKind("dialogs", "Alert after alert, without end.", "A browser that leaves a dialog open stands still."),
    FaultKind("busy", "The page's script loops for ever after loading.", "The page answers nothing; the browser does."),
)
NONE = "none"
"""Asks for no fault: `?fault=none` takes a sticky one away."""


def find_kind(name: str) -> FaultKind | None:
    """The line of the table with this name."""
    return next((kind for kind in FAULTS if kind.name == name), None)


def parse_fault(text: str) -> Fault | None:
    """`slow:3` -> `Fault("slow", 3)`; `none` and the empty text -> None. UsageError names the known faults."""
    text = text.strip()
    if text in ("", NONE):
        return None
    name, colon, seconds = text.partition(":")
    kind = find_kind(name)
    if kind is None:
        raise UsageError(f"There is no fault {text!r}. Known faults: {known_faults()}.", hint=_SEE_TABLE)
    if not kind.takes_seconds:
        if colon:
            raise UsageError(f"The fault {name} takes no value, but {text!r} has one.", hint=f"Write {name}.")
        return Fault(name)
    if not _SECONDS.fullmatch(seconds) or not 0 < float(seconds) <= LONGEST_SECONDS:
        raise UsageError(
            f"The fault {name} needs seconds, more than 0 and at most {LONGEST_SECONDS}; {text!r} has none.",
            hint=f"Write {name}:3.",
        )
    return Fault(name, seconds=float(seconds))


def known_faults() -> str:
    """The names as one line: `slow:SECONDS, http-500, …, none`."""
    return ", ".join([*(kind.usage for kind in FAULTS), NONE])


_SEE_TABLE = "See what each one does: tracer demo faults."
