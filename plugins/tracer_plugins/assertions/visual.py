"""`check.visual()`: the page in front looks as it did when its baseline was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BeforeValidator, Field

from tracer_plugins.assertions.baselines import missing, renew_if, unusable
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Baseline, PageObservation, Verdict
from tracer_runner.model.run import Picture

if TYPE_CHECKING:
    from tracer_plugins.assertions.picture_comparison import Comparison

SUFFIX = ".png"
TITLES = ("expected", "actual", "difference")
LOOKS, PAUSE_SECONDS = 20, 0.1
"""How often, and how long apart, a page is looked at until it has come to rest."""

Shoot = Callable[[], bytes]


def _percent(value: object) -> object:
    """`"0.5%"` as people write it, or the number."""
    if isinstance(value, str):
        try:
            return float(value.strip().removesuffix("%"))
        except ValueError:
            raise ValueError(f'{value!r} is no share; write "0.5%" or a number of percent') from None
    return value


class VisualParameters(Parameters):
    """What `check.visual` takes."""

    name: str | None = None
    """Of the baseline; without it that of the step."""
    threshold: Annotated[float, BeforeValidator(_percent), Field(ge=0, lt=100)] = 0.01
    """Percent of the pixels that may differ."""
    mask: tuple[str, ...] = ()
    """Selectors of what changes by itself: painted over."""
    target: str | None = None
    """A selector: look at this element alone."""
    full_page: bool = False
    """The whole page, not only what the window shows."""


class Visual:
    """Compares a picture of the page with its baseline."""

    name = "visual"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = VisualParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def examine(self, observation: PageObservation, parameters: VisualParameters) -> Verdict:
        """Passed when no more pixels differ than may. MissingInput when there is no baseline."""

        def shoot() -> bytes:
            return observation.screenshot(
                target=parameters.target, mask=parameters.mask, full_page=parameters.full_page
            )

        baseline = observation.baseline(parameters.name, suffix=SUFFIX)
        if baseline.updating:
            return _renew(observation, baseline, shoot, threshold=parameters.threshold)
        actual = shoot()  # what there is no picture of needs no baseline either
        expected = baseline.read()
        if expected is None:
            raise missing(baseline)
        found = _compare(observation, baseline, actual, shown=False)
        if found.percent > parameters.threshold:
            actual = _settled(observation, shoot, first=actual)
            found = _compare(observation, baseline, actual, shown=True)
        if found.percent <= parameters.threshold:
            return Verdict(passed=True, message=f"It looks like {baseline.shown}.", expected=_allowed(parameters))
        return Verdict(
            passed=False,
            message=f"It looks different: {_share(found)}.",
            expected=_allowed(parameters),
            actual=_share(found),
            pictures=tuple(_pictures(observation, baseline, expected=expected, actual=actual, found=found)),
            hint=renew_if("this is right", baseline),
        )


def _compare(observation: PageObservation, baseline: Baseline, actual: bytes, *, shown: bool) -> Comparison:
    from tracer_plugins.assertions.picture_comparison import NoPicture, compare

    expected = baseline.read() or b""
    try:
        return observation.blocking(lambda: compare(expected, actual, shown=shown))
    except NoPicture as fault:
        raise unusable(baseline, f"cannot be read as a PNG: {fault}") from None


def _settled(observation: PageObservation, shoot: Shoot, *, first: bytes) -> bytes:
    """The page when it has come to rest: two pictures in a row are the same."""
    before = first
    for _ in range(LOOKS):
        observation.wait(PAUSE_SECONDS)
        now = shoot()
        if now == before:
            return now
        before = now
    return before


def _renew(observation: PageObservation, baseline: Baseline, shoot: Shoot, *, threshold: float) -> Verdict:
    """Keep the page as it is; a picture that would still hold stays, so that nothing is changed for nothing."""
    actual = _settled(observation, shoot, first=shoot())
    if not _still_holds(observation, baseline, actual, threshold=threshold):
        baseline.write(actual)
    return Verdict(passed=True, message=f"The picture is kept as {baseline.shown}.")


def _still_holds(observation: PageObservation, baseline: Baseline, actual: bytes, *, threshold: float) -> bool:
    from tracer_plugins.assertions.picture_comparison import NoPicture, compare

    if (expected := baseline.read()) is None:
        return False
    try:
        return observation.blocking(lambda: compare(expected, actual, shown=False)).percent <= threshold
    except NoPicture:
        return False


def _pictures(
    observation: PageObservation, baseline: Baseline, *, expected: bytes, actual: bytes, found: Comparison
) -> Iterator[Picture]:
    name = baseline.shown.rpartition("/")[2].removesuffix(SUFFIX)
    whole = zip(TITLES, (expected, actual, found.difference), strict=True)
    closely = zip((f"{title} close up" for title in TITLES), found.close_up or (), strict=False)
    for title, data in (*whole, *closely):
        if data and (path := observation.attach(f"{name}-{title.replace(' ', '-')}{SUFFIX}", data)):
            yield Picture(title=title, path=path)


def _share(found: Comparison) -> str:
    percent = f"{found.percent:.2g}" if found.percent < 1 else f"{found.percent:.1f}"
    share = f"{percent} % of the pixels differ ({found.pixels:,})"
    first, second = (f"{width}x{height}" for width, height in found.sizes)
    return share if first == second else f"{share}, and it is {second} instead of {first}"


def _allowed(parameters: VisualParameters) -> str:
    return f"at most {parameters.threshold:g} % of the pixels differ"


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [Visual()]
