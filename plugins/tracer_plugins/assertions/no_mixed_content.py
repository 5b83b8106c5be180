"""`check.no_mixed_content()`: no https page asked for anything over plain http."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from tracer_plugins.assertions.listing import first_few
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict

SECURE, PLAIN = "https:", "http:"
# Chromium turns pictures into https before anything is asked for, and says so on the console alone.
_TOLD = re.compile(r"Mixed Content: .*insecure [\w -]+ '(http:[^']+)'")


class NoMixedContentParameters(Parameters):
    """What `check.no_mixed_content` takes."""

    ignore: tuple[str, ...] = ()
    """Addresses that contain any of these are let pass."""


class NoMixedContent:
    """Looks at the requests of every page since the attempt began, blocked ones and those made secure among them.

    A page that is not https itself mixes nothing, so the same journey can run against a local server.
    """

    name = "no_mixed_content"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = NoMixedContentParameters
    observes: ClassVar[frozenset[str]] = frozenset({"console", "requests"})

    def examine(self, observation: PageObservation, parameters: NoMixedContentParameters) -> Verdict:
        """Passed when no https page asked for anything over http."""
        found = dict.fromkeys(_mixed(observation))
        mixed = [url for url in found if not any(part in url for part in parameters.ignore)]
        if mixed:
            count = "something" if len(mixed) == 1 else f"{len(mixed)} things"
            return Verdict(
                passed=False,
                message=f"An https page asked for {count} over plain http: {mixed[0]}",
                expected="https alone",
                actual=first_few(mixed),
            )
        if observation.url.startswith(SECURE):
            return Verdict(passed=True, message="Pages asked for everything over https.", expected="https alone")
        message = f"{observation.url} is no https page, so nothing is mixed into it."
        return Verdict(passed=True, message=message, expected="https alone")


def _mixed(observation: PageObservation) -> Iterator[str]:
    for request in observation.requests:
        if request.url.startswith(PLAIN) and request.page_url.startswith(SECURE):
            yield request.url
    for message in observation.console:
        if told := _TOLD.match(message.text):
            yield told[1]


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [NoMixedContent()]
