"""What assertions with a baseline have in common."""

from __future__ import annotations

from tracer_runner.errors import MissingInput
from tracer_runner.hooks.contracts import Baseline


def missing(baseline: Baseline) -> MissingInput:
    """There is nothing to compare with."""
    return MissingInput(
        "MissingBaseline",
        f"There is no baseline {baseline.shown} to compare with.",
        hint=f"Look whether it is right as it is now, and keep it: `{baseline.renewal}`",
    )


def unusable(baseline: Baseline, reason: str) -> MissingInput:
    """It is there, and is not what it should be."""
    return MissingInput(
        "MissingBaseline",
        f"The baseline {baseline.shown} {reason}.",
        hint=f"Make it anew: `{baseline.renewal}`",
    )


def renew_if(what: str, baseline: Baseline) -> str:
    """The next step of somebody who sees a difference; `what` it takes: `this is right`."""
    return f"If {what} from now on: `{baseline.renewal}`"
