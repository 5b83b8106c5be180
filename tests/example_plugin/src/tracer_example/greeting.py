"""An assertion on what the banner type sees: `{"type": "greeting", "contains": "ESMTP"}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from tracer_example.banner import Banner
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict
from tracer_runner.model.record import Record


class Parameters(Record):
    """What the greeting must hold; nothing: any greeting will do."""

    contains: str = ""


class Greeting:
    """Reads the first line a service said."""

    name = "greeting"
    subject = "banner"
    operators: ClassVar[tuple[str, ...]] = ("contains",)
    parameters = Parameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: Banner, parameters: Parameters) -> Verdict:
        passed = bool(observation.text) and parameters.contains in observation.text
        return Verdict(
            passed=passed,
            message=f"The service greets with “{observation.text}”." if observation.text else "It greets with nothing.",
            expected=f"contains {parameters.contains}" if parameters.contains else "a greeting",
            actual=observation.text,
        )


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    return [Greeting()]
