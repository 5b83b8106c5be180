"""`check.body_regex(response, pattern="order-[0-9]+")`: a pattern in the body of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from tracer_plugins.assertions.bodies import NotReadable, body_of, read_text, whole
from tracer_plugins.assertions.parameters import Parameters
from tracer_plugins.assertions.patterns import Pattern, PatternText
from tracer_plugins.assertions.shortening import shorten
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import HttpResponse


class RegexParameters(Parameters):
    """What `check.body_regex` takes."""

    pattern: PatternText
    """In the syntax of RE2."""


class BodyRegex:
    """Looks at the body as text, in the charset the server named."""

    name = "body_regex"
    subject = "http"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = RegexParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: HttpResponse, parameters: RegexParameters) -> Verdict:
        """Passed when the pattern is found anywhere."""
        expected = f"matches {shorten(parameters.pattern)}"
        try:
            text = read_text(observation)
        except NotReadable as fault:
            return Verdict(passed=False, message=str(fault), expected=expected)
        found = Pattern(parameters.pattern).search(text)
        passed = found.text is not None
        seen = f" (its first {found.looked_at:,} bytes were looked at)" if found.cut else whole(observation)
        verb = "matches" if passed else "does not match"
        return Verdict(
            passed=passed,
            message=f"{body_of(observation)} {verb} {shorten(parameters.pattern)}{'' if passed else seen}.",
            expected=expected,
            actual=shorten(text if found.text is None else found.text),
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [BodyRegex()]
