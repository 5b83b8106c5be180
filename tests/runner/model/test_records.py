"""Records are frozen, strict, and the same after a trip through JSON."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

import tracer_runner.model
from tracer_runner.model.event import (
    EVENTS,
    ArtifactSaved,
    AttemptFinished,
    AttemptStarted,
    BaselineKept,
    Event,
    LogLine,
    RunFinished,
    RunStarted,
    Stalled,
    StepFinished,
    StepStarted,
)
from tracer_runner.model.journey import Journey, Step, walk
from tracer_runner.model.record import Record, SourceRef
from tracer_runner.model.run import Artifact, ArtifactKind, Attempt, Error, Run, SourceExcerpt, StepResult
from tracer_runner.model.status import RunStatus, StepStatus

NOW = datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
SOURCE = SourceRef(file="journeys/checkout.py", line=7)
ERROR = Error(
    class_="AssertionError",
    message="3 == 4",
    source=SourceExcerpt(file="a.py", line=2, first_line=1, lines=("x", "assert 3 == 4")),
)
STEP = StepResult(index=0, name="Pay", status=StepStatus.FAILED, source=SOURCE, error=ERROR)
ARTIFACT = Artifact(kind=ArtifactKind.HAR, path="runs/a.har", size=12)
ATTEMPT = Attempt(
    number=1, status=RunStatus.FAILED, started_at=NOW, finished_at=NOW, duration_ms=3.5, steps=(STEP,), error=ERROR
)
RUN = Run(
    id="run_1",
    journey="checkout",
    name="Checkout",
    source=SOURCE,
    function="checkout",
    params={"count": 3, "tags": ["a"]},
    status=RunStatus.FAILED,
    started_at=NOW,
    finished_at=NOW,
    attempts=(ATTEMPT,),
    error=ERROR,
)
ALL_EVENTS: tuple[Event, ...] = (
    RunStarted(run_id="run_1", name="Checkout", at=NOW),
    AttemptStarted(run_id="run_1", number=1, at=NOW),
    StepStarted(run_id="run_1", index=0, name="Pay", timeout_ms=30_000, source=SOURCE),
    StepFinished(run_id="run_1", step=STEP),
    ArtifactSaved(run_id="run_1", artifact=ARTIFACT),
    LogLine(run_id="run_1", stream="stdout", text="Grüße\n"),
    Stalled(run_id="run_1", seconds=1.5, ongoing=True, source=SOURCE, code="time.sleep(9)"),
    BaselineKept(run_id="run_1", path="journeys/baselines/pay/home.png", change="changed"),
    AttemptFinished(run_id="run_1", attempt=ATTEMPT, browser_lost=True),
    RunFinished(run_id="run_1", run=RUN),
)


def records() -> list[type[BaseModel]]:
    modules = [
        importlib.import_module(f"tracer_runner.model.{module.name}")
        for module in pkgutil.iter_modules(tracer_runner.model.__path__)
    ]
    found = {value for module in modules for value in vars(module).values() if inspect.isclass(value)}
    return sorted(
        (one for one in found if issubclass(one, BaseModel) and one.__module__.startswith("tracer_runner.model")),
        key=lambda one: one.__name__,
    )


@pytest.mark.parametrize("model", records())
def test_every_model_is_a_frozen_record_that_refuses_unknown_fields(model: type[BaseModel]) -> None:
    assert issubclass(model, Record)
    assert (model.model_config.get("frozen"), model.model_config.get("extra")) == (True, "forbid")


def test_a_record_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SOURCE.line = 8  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        SourceRef.model_validate({"file": "a.py", "line": 1, "column": 2})


def test_there_is_a_sample_of_every_event() -> None:
    union, _ = get_args(Event)
    assert {type(event) for event in ALL_EVENTS} == set(get_args(union))


@pytest.mark.parametrize("event", ALL_EVENTS, ids=lambda event: event.event)
def test_an_event_is_the_same_after_a_trip_through_json(event: Any) -> None:
    line = event.model_dump_json()
    assert "\n" not in line
    assert EVENTS.validate_json(line) == event


def test_the_class_of_an_error_is_called_class_in_json() -> None:
    assert '"class":"AssertionError"' in ERROR.model_dump_json()
    assert Error.model_validate({"class": "X", "message": "m"}).class_ == "X"


def test_a_journey_is_the_same_after_a_trip_through_json() -> None:
    inner = Step(name="Inner", source=SOURCE, optional=True)
    journey = Journey(
        key="a",
        name="A",
        function="a",
        source=SOURCE,
        path="/a.py",
        root="/",
        every="5m",
        steps=(Step(name="Outer {x}", source=SOURCE, pattern=True, budget="2s", steps=(inner,)),),
    )
    assert Journey.model_validate_json(journey.model_dump_json()) == journey
    assert [(step.name, depth) for step, depth in walk(journey.steps)] == [("Outer {x}", 0), ("Inner", 1)]
    assert journey.location == "journeys/checkout.py::a"


def test_a_run_has_the_steps_and_duration_of_its_last_attempt() -> None:
    first = ATTEMPT.model_copy(update={"steps": (), "duration_ms": 1.0})
    run = RUN.model_copy(update={"attempts": (first, ATTEMPT)})
    assert (run.last, run.steps, run.duration_ms) == (ATTEMPT, (STEP,), 3.5)
    never = RUN.model_copy(update={"attempts": ()})
    assert (never.last, never.steps, never.duration_ms) == (None, (), 0.0)
