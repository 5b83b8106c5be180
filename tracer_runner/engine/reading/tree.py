"""Steps put together to a tree."""

from __future__ import annotations

from collections.abc import Sequence

from tracer_runner.engine.reading.options import StepCall
from tracer_runner.engine.reading.scope import Scope
from tracer_runner.model.journey import Step


def made(call: StepCall, *, scope: Scope, inside: Sequence[Step]) -> Step:
    """The step a call of `step` opens."""
    options = call.options
    return Step(
        name=options.name,
        source=scope.file.ref(call.call),
        pattern=call.pattern,
        timeout=options.timeout,
        budget=options.budget,
        soft=options.soft,
        retries=options.retries,
        steps=tuple(inside),
    )


def marked(steps: Sequence[Step], *, repeats: bool = False, optional: bool = False) -> Sequence[Step]:
    """The same steps, all of them in a loop or in a branch."""
    if not (repeats or optional):
        return steps
    return [
        step.model_copy(
            update={
                "repeats": step.repeats or repeats,
                "optional": step.optional or optional,
                "steps": tuple(marked(step.steps, repeats=repeats, optional=optional)),
            }
        )
        for step in steps
    ]
