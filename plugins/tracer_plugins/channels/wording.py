"""What a message says: one title, one sentence, the same facts and links in every channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, urlsplit

from tracer_runner.model.alert import AlertMessage, MessageKind
from tracer_runner.model.duration import format_duration
from tracer_runner.model.text import cap, format_time, one_line

NAME, LINE, ERROR = 120, 300, 1200
"""Characters at most: of a name, of a fact, of an error."""
ADDRESS = 1500
"""Characters at most of a link."""

_OPENED = {"failed": "failed", "degraded": "is degraded", "error": "could not be checked", "missed": "was not checked"}
_STILL = {
    "failed": "is still failing",
    "degraded": "is still degraded",
    "error": "still cannot be checked",
    "missed": "is still not checked",
}
_UNQUOTED = "%/:?#[]@!$&'()*+,;=~"


class Tone(Enum):
    """How good or bad the news is."""

    BAD = ("🔴", "#c92a3c")
    POOR = ("🟠", "#b06a00")
    GOOD = ("🟢", "#17804f")
    NEUTRAL = ("🔵", "#1f5fbf")

    @property
    def sign(self) -> str:
        """One character that shows it."""
        return self.value[0]

    @property
    def colour(self) -> str:
        """As in CSS; white text can be read on it."""
        return self.value[1]


@dataclass(frozen=True)
class Fact:
    """One line of a message."""

    label: str
    value: str


@dataclass(frozen=True)
class Link:
    """Where to look next."""

    text: str
    url: str


@dataclass(frozen=True)
class Wording:
    """The texts of one message: harmless to show, cut to length, not yet escaped for any format."""

    tone: Tone
    title: str
    """`Checkout failed`"""
    summary: str
    """`3 runs in a row failed.`"""
    facts: tuple[Fact, ...] = ()
    error: str | None = None
    """Several lines, perhaps."""
    links: tuple[Link, ...] = ()
    picture_url: str | None = None


def word(message: AlertMessage) -> Wording:
    """The message in words."""
    told = message.kind in {MessageKind.OPENED, MessageKind.REMINDER} and message.failure
    return Wording(
        tone=_tone(message),
        title=_title(message),
        summary=_summary(message),
        facts=tuple(_facts(message)),
        error=cap(told.message.strip(), limit=ERROR) or None if told else None,
        links=tuple(_links(message)),
        picture_url=web_address(message.picture_url) if told else None,
    )


def plain(wording: Wording) -> str:
    """Everything below the title, as plain text."""
    parts = [
        wording.summary,
        "\n".join(f"{fact.label}: {fact.value}" for fact in wording.facts),
        wording.error or "",
        "\n".join(f"{link.text}: {link.url}" for link in wording.links),
    ]
    return "\n\n".join(part for part in parts if part)


def web_address(url: str | None) -> str | None:
    """The address with all that could end a link written out; None when it is none of the web, or far too long."""
    written = quote((url or "")[: ADDRESS + 1].encode("utf-8", "replace"), safe=_UNQUOTED)
    if len(written) > ADDRESS:
        return None
    try:
        split = urlsplit(written)
    except ValueError:
        return None
    return written if split.scheme in {"http", "https"} and split.hostname else None


def duration(message: AlertMessage) -> str:
    """How long the alert has been open, or was."""
    end = message.alert.resolved_at or message.sent_at
    return format_duration(max(0, round((end - message.alert.opened_at).total_seconds())))


def _title(message: AlertMessage) -> str:
    name = one_line(message.alert.target.name, limit=NAME) or message.alert.target.id
    status = message.failure.status if message.failure else ""
    match message.kind:
        case MessageKind.OPENED:
            return f"{name} {_OPENED.get(status, 'needs a look')}"
        case MessageKind.REMINDER:
            return f"{name} {_STILL.get(status, 'still needs a look')}"
        case MessageKind.RESOLVED:
            return f"{name} is well again" if _by_itself(message) else f"{name}: alert closed"
        case MessageKind.TEST:
            return "Test message from tracer"


def _summary(message: AlertMessage) -> str:
    reason = one_line(message.alert.reason, limit=LINE).rstrip(".") + "."
    match message.kind:
        case MessageKind.OPENED:
            return reason
        case MessageKind.REMINDER:
            return f"{reason} The alert has been open for {duration(message)}."
        case MessageKind.RESOLVED:
            by = "" if _by_itself(message) else f" {one_line(message.alert.resolved_by or '', limit=NAME)} closed it."
            return f"The alert was open for {duration(message)}.{by}"
        case MessageKind.TEST:
            return "This channel works: alerts that are sent to it arrive here. Nothing is wrong."


def _tone(message: AlertMessage) -> Tone:
    if message.kind is MessageKind.RESOLVED:
        return Tone.GOOD
    if message.kind is MessageKind.TEST:
        return Tone.NEUTRAL
    return Tone.BAD if message.failure is None or message.failure.status == "failed" else Tone.POOR


def _facts(message: AlertMessage) -> Iterator[Fact]:
    if message.kind is MessageKind.TEST:
        return
    alert, failure = message.alert, message.failure
    if failure and message.kind is not MessageKind.RESOLVED:
        yield from _fact("Step", failure.step)
        yield from _fact("Expected", failure.expected)
        yield from _fact("Actual", failure.actual)
        yield from _fact("Page", failure.page_url)
    yield from _fact("Location", ", ".join(alert.locations))
    yield from _fact("Environment", alert.environment)
    yield from _fact("Opened", format_time(alert.opened_at))
    if alert.resolved_at:
        yield from _fact("Resolved", format_time(alert.resolved_at))
    elif alert.acknowledged_by:
        yield from _fact("Seen by", alert.acknowledged_by)
    yield from _fact("Owner", alert.target.owner)


def _fact(label: str, value: str | None) -> Iterator[Fact]:
    shown = one_line(value or "", limit=LINE)
    if shown:
        yield Fact(label, shown)


def _links(message: AlertMessage) -> Iterator[Link]:
    runbook = message.alert.target.runbook
    for text, url in (("See the run", message.run_url), ("Open the alert", message.alert_url), ("Runbook", runbook)):
        address = web_address(url)
        if address and message.kind is not MessageKind.TEST:
            yield Link(text, address)


def _by_itself(message: AlertMessage) -> bool:
    return message.alert.resolved_by in {None, "auto"}
