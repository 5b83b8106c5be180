"""`check.no_console_errors()`: no page wrote an error to its console, and no exception went uncaught."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from tracer_plugins.assertions.listing import first_few
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict


class NoConsoleErrorsParameters(Parameters):
    """What `check.no_console_errors` takes."""

    ignore: tuple[str, ...] = ()
    """Messages that contain any of these are let pass."""


class NoConsoleErrors:
    """Looks at everything pages wrote since the attempt began."""

    name = "no_console_errors"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = NoConsoleErrorsParameters
    observes: ClassVar[frozenset[str]] = frozenset({"console"})

    def examine(self, observation: PageObservation, parameters: NoConsoleErrorsParameters) -> Verdict:
        """Passed when there is no message of type `error` and no uncaught exception."""
        errors = [
            message.text
            for message in observation.console
            if message.type in {"error", "exception"} and not any(part in message.text for part in parameters.ignore)
        ]
        if not errors:
            return Verdict(passed=True, message="No page wrote an error to its console.", expected="no errors")
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        return Verdict(
            passed=False,
            message=f"The page wrote {count} to its console: {errors[0]}",
            expected="no errors",
            actual=first_few(errors),
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [NoConsoleErrors()]
