"""Playwright's messages in plain words: what was waited for, how long, and what was there instead."""

from __future__ import annotations

import re

from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import AssertionResult

NOT_THERE = "not on the page"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TIMEOUT = re.compile(r"(?P<call>[\w.]+): Timeout (?P<ms>[\d.]+)ms exceeded")
_NETWORK_HINTS = {
    "ERR_CONNECTION_REFUSED": "Nothing listens at this address: is the site up, and is the port right?",
    "ERR_NAME_NOT_RESOLVED": "The name has no address: check its spelling and the DNS.",
    "ERR_CERT_": "The certificate is not valid for this name or has expired.",
    "ERR_TOO_MANY_REDIRECTS": "The site redirects in a circle.",
    "ERR_CONNECTION_TIMED_OUT": "The address does not answer: is a firewall between?",
    # What a browser sees behind the egress proxy, which warns of the reason.
    "ERR_TUNNEL_CONNECTION_FAILED": "The site could not be reached; the run's warnings say why.",
    "ERR_EMPTY_RESPONSE": "The site could not be reached, or hung up without an answer.",
}


def plain(text: str) -> str:
    """Without terminal colours and trailing blanks."""
    return _ANSI.sub("", text).strip()


def network_hint(message: str) -> str | None:
    """What to look at after a navigation that failed."""
    return next((hint for code, hint in _NETWORK_HINTS.items() if code in message), None)


def explain_timeout(message: str) -> str:
    """A time-out of an action, beginning with what was waited for; other messages come back as they are."""
    found = _TIMEOUT.match(message)
    log = _call_log(message)
    target = re.search(
        r"^\s*- waiting for (?!element to be|locator to be|fonts to )(.+?)(?: to be \w+)?$", log, re.MULTILINE
    )
    if not found or not target:
        return message
    within = format_duration(float(found["ms"]) / 1000)
    reasons = re.findall(r"^\s*- (element .+|.+ intercepts pointer events)$", log, re.MULTILINE)
    if "locator resolved to" not in log:
        sentence = f"{target[1]} did not appear within {within}"
    else:
        why = f": {reasons[-1]}" if reasons else ""
        sentence = f"{target[1]} was there, but could not be used within {within}{why}"
    return f"{sentence} ({found['call']}).\n{log}"


def explain_expect(assertion: AssertionResult, message: str) -> str:
    """Our sentence first, then what Playwright logged while it waited."""
    if assertion.actual == NOT_THERE:
        saw = "; it is not on the page"
    else:
        saw = f"; it was {assertion.actual!r}" if assertion.actual is not None else ""
    log = _call_log(message)
    return f"{assertion.message}{saw}." + (f"\n{log}" if log else "")


def seen_value(message: str) -> str | None:
    """The actual value in the message of a failed expect."""
    text = plain(message)
    found = re.search(
        r"^Actual value: (.*?)\s*(?=\nError|Call log:|\nAria snapshot:|\Z)", text, re.MULTILINE | re.DOTALL
    )
    if found is None:
        return None
    if found[1] == "None" and "element(s) not found" in text:
        return NOT_THERE
    return found[1]


def _call_log(message: str) -> str:
    _, found, log = message.partition("Call log:")
    return f"{found}{log.partition('Aria snapshot:')[0].rstrip()}" if found else ""
