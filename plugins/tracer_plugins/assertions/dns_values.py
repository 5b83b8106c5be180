"""Values of DNS records: how they are compared, and named in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

from tracer_plugins.assertions.shortening import SHOWN_VALUES, shorten

if TYPE_CHECKING:
    from tracer_runner.model.observation import DnsAnswer

_CLEAR = {"NOERROR", "NXDOMAIN"}
_TEXT = {"TXT"}
_ADDRESS = {"A", "AAAA"}


def unclear(answer: DnsAnswer) -> str | None:
    """A sentence when the name server did not say what there is."""
    if answer.code in _CLEAR:
        return None
    return f"The name server answered {answer.code} for {question(answer)}, so nothing is known of its records."


def question(answer: DnsAnswer) -> str:
    """`example.com (MX)`."""
    return f"{shorten(answer.name)} ({answer.record_type})"


def canonical(value: str, *, of: DnsAnswer) -> str:
    """The form in which two values that mean the same are equal: text as it is, names and addresses in one spelling."""
    if of.record_type in _TEXT:
        return value
    if of.record_type in _ADDRESS:
        try:
            return str(ip_address(value.strip()))
        except ValueError:
            return value
    return value.strip().removesuffix(".").lower()


def listed(values: Sequence[str]) -> str:
    """The first of these, and how many more there are; `no record` for none."""
    if not values:
        return "no record"
    more = len(values) - SHOWN_VALUES
    return ", ".join(shorten(value) for value in values[:SHOWN_VALUES]) + (f" and {more} more" if more > 0 else "")
