"""What a journey file writes: `journey`, `login`, `step`, `check`, `expect`.

Outside a run all of them still work: a journey is a plain function, a step just runs, and `expect` is Playwright's own.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

from tracer_runner.model.duration import parse_duration

if TYPE_CHECKING:
    from tracer_runner.engine.running.open_step import OpenStep
    from tracer_runner.engine.running.recorder import Recorder
    from tracer_runner.model.record import SourceRef

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

CLEANUPS = "tracer_cleanups"
"""The attribute of a journey's function that holds its cleanup functions."""
INPUTS = "tracer_inputs"
"""The attribute of a journey's function that holds what `@journey` says of params and secrets."""
RECORDER_OF_TEST: ContextVar[Callable[[], Recorder | None] | None] = ContextVar("tracer_recorder_of_test", default=None)
"""Gives the recorder of the test that runs here and is no journey, made when first asked for; None outside of one."""
CLEANUP_OF = "tracer_cleanup_of"
"""The attribute of a cleanup function that names its journey's function."""


class JourneyFunction(Protocol[P, R_co]):
    """A journey's function: still callable, and able to take cleanups."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...

    def cleanup(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator: run this function after the journey, whatever happened in it."""


def journey(
    name: str | None = None,
    *,
    id: str | None = None,
    tags: Sequence[str] = (),
    every: str | float | None = None,
    cron: str | None = None,
    timezone: str | None = None,
    locations: Sequence[str] = (),
    params: dict[str, Any] | None = None,
    secrets: Sequence[str] = (),
    login: str | None = None,
    browser: str | None = None,
    device: str | None = None,
    context: dict[str, Any] | None = None,
    timeout: str | float | None = None,
    retries: int | None = None,
    owner: str | None = None,
    runbook: str | None = None,
    idempotent: bool = False,
) -> Callable[[Callable[P, R]], JourneyFunction[P, R]]:
    """Decorator: this function is a journey.

    All arguments are literals: they are read from the file without executing it. `every` and `timeout` are durations
    (`"5m"`, or seconds); `params` gives defaults, None meaning that a value must be given; `secrets` names what the
    journey may use; `login` names a `@login` whose session it begins with; `context` takes Playwright's own context
    options by their names.
    """

    def mark(function: Callable[P, R]) -> JourneyFunction[P, R]:
        cleanups: list[Callable[..., Any]] = []
        setattr(function, CLEANUPS, cleanups)
        setattr(function, INPUTS, {"params": params or {}, "secrets": secrets})

        def cleanup(tidy: Callable[..., Any]) -> Callable[..., Any]:
            cleanups.append(tidy)
            setattr(tidy, CLEANUP_OF, function.__name__)
            return tidy

        function.cleanup = cleanup  # type: ignore[attr-defined]
        return cast("JourneyFunction[P, R]", function)

    return mark


def login(
    name: str,
    *,
    max_age: str | float = "1h",
    params: dict[str, Any] | None = None,
    secrets: Sequence[str] = (),
    timeout: str | float | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: this function signs in. Journeys with `login=name` begin with the session it made.

    It asks for its arguments by name, as a journey does, and gets a page of its own. All arguments are literals.
    The session (cookies, local storage, IndexedDB) is kept in memory for `max_age`, and made anew after a journey
    failed with it.
    """
    return lambda function: function


@dataclass(frozen=True)
class StepOptions:
    """The options of `step`; durations in seconds."""

    name: str
    timeout: float | None = None
    budget: float | None = None
    soft: bool = False
    retries: int = 0
    screenshot: bool = True


class StepBlock:
    """A step: a context manager for inline code, a decorator for a function."""

    def __init__(self, options: StepOptions, *, source: SourceRef | None = None) -> None:
        """`source`: where it stands, when that is not where it is entered."""
        self._options = options
        self._source = source
        self._entered: list[tuple[Recorder, OpenStep] | None] = []

    def __enter__(self) -> StepBlock:
        entered = None
        if recorder := current_recorder():
            source = self._source or recorder.sources.ref(sys._getframe(1))
            entered = (recorder, recorder.begin(self._options, source=source))
        self._entered.append(entered)
        return self

    def __exit__(
        self, class_: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        __tracebackhide__ = True
        entered = self._entered.pop()
        if entered is None:
            return False
        recorder, step = entered
        return recorder.end(step, raised)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run_step(*args: P.args, **kwargs: P.kwargs) -> R:
            recorder = current_recorder()
            if recorder is None:
                return function(*args, **kwargs)
            return _run_step(self._options, recorder, functools.partial(function, *args, **kwargs))

        return run_step


def step(
    name: str,
    *,
    timeout: str | float | None = None,
    budget: str | float | None = None,
    soft: bool = False,
    retries: int = 0,
    screenshot: bool = True,
) -> StepBlock:
    """A named part of a journey: `with step("Pay"):` or `@step("Log in")` over a function.

    `timeout`: it fails after so long (default 30 s). `budget`: slower, and the run is degraded. `soft`: a failed
    assertion or a time-out in it is recorded, and the journey goes on. `retries`: how often a step function is tried
    again (a `with` body cannot run twice).
    """
    return StepBlock(
        StepOptions(
            name=name,
            timeout=cast("float | None", parse_duration(timeout)),
            budget=cast("float | None", parse_duration(budget)),
            soft=soft,
            retries=retries,
            screenshot=screenshot,
        )
    )


class Check:
    """The assertions that plugins registered: `check.<name>(…)` looks at the page in front, `check.<name>(response, …)`
    at an answer. All parameters are given by keyword."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)

        def run_check(*subject: Any, **parameters: Any) -> None:
            __tracebackhide__ = True
            recorder = current_recorder()
            if recorder is None:
                raise RuntimeError(f"check.{name} works only inside a run; use `tracer run`, or pytest.")
            recorder.check(name, subject, parameters, caller=sys._getframe(1))

        return run_check


check = Check()


def current_recorder() -> Recorder | None:
    """The recorder of the attempt or test running here. Outside of one the engine need not even be imported."""
    module = sys.modules.get("tracer_runner.engine.running.recorder")
    recorder: Recorder | None = module.CURRENT.get() if module else None
    if recorder is None and (recorder_of_test := RECORDER_OF_TEST.get()):
        return recorder_of_test()
    return recorder


def _run_step(options: StepOptions, recorder: Recorder, function: Callable[[], R]) -> R:
    """A step function: tried again as often as it may be; a soft one gives None when it failed."""
    opened = recorder.begin(options, source=recorder.sources.ref(sys._getframe(2)))
    while True:
        try:
            result = function()
        except BaseException as raised:
            if recorder.again(opened, raised):
                continue
            if recorder.end(opened, raised):
                return cast("R", None)
            raise
        recorder.end(opened, None)
        return result


def __getattr__(name: str) -> Any:
    """`expect` needs Playwright, so it is made when first asked for."""
    if name == "expect":
        from tracer_runner.engine.running.expectations import expect

        return expect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
