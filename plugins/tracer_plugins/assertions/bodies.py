"""Bodies of answers in verdicts, and bodies read as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tracer_plugins.assertions.shortening import shorten, shown

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse


class NotReadable(Exception):
    """The body cannot be judged; its text is a sentence."""


def body_of(response: HttpResponse) -> str:
    """The subject of a sentence about this body."""
    return f"The {'' if response.body else 'empty '}body of {shorten(response.url)}"


def whole(response: HttpResponse) -> str:
    """An addition for what was not found: not all of the body may have been there to look at."""
    return f" (only its first {len(response.body):,} bytes were read)" if response.body_cut else ""


def read_text(response: HttpResponse) -> str:
    """The body as text; NotReadable where there was none to read."""
    _require_body(response)
    return response.text


def read_json(response: HttpResponse) -> Any:
    """The document in the body. NotReadable where programs could disagree about what it says."""
    import json

    _require_body(response)
    name = body_of(response)
    if not response.body.strip():
        raise NotReadable(f"The body of {shorten(response.url)} is empty, so it is no JSON.")
    if response.body_cut:
        raise NotReadable(f"{name} is too long: only {len(response.body):,} bytes of it were read.")
    try:
        text = response.body.decode(response.charset or json.detect_encoding(response.body))
        return json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_members, parse_constant=_constant, parse_float=_number
        )
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise NotReadable(f"{name} is no JSON: {fault.msg} at {place}: {_around(fault.doc, fault.pos)}") from None
    except UnicodeDecodeError as fault:
        raise NotReadable(f"{name} is no JSON: its byte {fault.start + 1:,} is no {fault.encoding} text.") from None
    except RecursionError:
        raise NotReadable(f"{name} is nested too deeply to be read.") from None
    except _Odd as fault:
        raise NotReadable(f"{name} is no JSON to rely on: {fault}.") from None
    except ValueError:  # Python's own limit of digits
        raise NotReadable(f"{name} holds a whole number that is too long to be read.") from None


def _require_body(response: HttpResponse) -> None:
    if response.body_fault:
        raise NotReadable(f"The body of {shorten(response.url)} could not be read: {shorten(response.body_fault)}")


class _Odd(Exception):
    """JSON that programs read differently."""


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _Odd(f"one object names {shown(twice)} twice")
    return members


def _constant(name: str) -> Any:
    raise _Odd(f"{name} is no JSON number")


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Odd(f"the number {shorten(text)} is too large")
    return number


def _around(text: str, place: int) -> str:
    return shown(text[max(0, place - 20) : place + 40])
