"""What broke: everything a stranger needs to see first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from tracer_reports.code_words import Words, split_code
from tracer_reports.moment import last_picture, moment_step
from tracer_reports.names import step_paths
from tracer_reports.pictures import Picture, assertions_of
from tracer_reports.views.comparison import Comparison, compare
from tracer_runner.model.run import AssertionResult, Attempt, Error, SourceExcerpt, StepResult
from tracer_runner.model.text import cap, one_line

MESSAGE, HINT, TRACE, SOURCE_LINE = 4_000, 2_000, 8_000, 400
REQUESTS, PICTURES = 3, 6
_TELLS_NOTHING = "AssertionError"


@dataclass(frozen=True)
class SourceLine:
    number: int
    text: str
    marked: bool


@dataclass(frozen=True)
class SourceView:
    place: str
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True)
class TitledPicture:
    title: str
    picture: Picture


@dataclass(frozen=True)
class FailureView:
    """One error as a page shows it."""

    kind: str | None
    """The class; None where it says no more than that something did not hold."""
    step: str | None
    headline: str
    """The first line of the message."""
    detail: str | None
    """The lines after it."""
    comparison: Comparison | None
    source: SourceView | None
    page_url: str | None
    traceback: str | None
    hint: tuple[Words, ...]
    requests: tuple[str, ...]
    """What failed on the network meanwhile: often the reason."""
    pictures: tuple[TitledPicture, ...]
    """What the assertion that failed saw, expected and found different."""
    picture: Picture | None
    """The page at that moment; not where the assertion has pictures of it."""
    picture_caption: str | None


def view_failure(
    error: Error, *, attempt: Attempt | None, pictures: Mapping[str, Picture], decided: bool = True
) -> FailureView:
    """The error; where it `decided` how its attempt ended also the picture of that moment."""
    moment = moment_step(attempt) if attempt and decided else None
    compared = _compared(error, attempt, pictures=pictures) if attempt else ()
    picture, caption = _picture(attempt, moment) if attempt and decided and not compared else (None, None)
    headline, _, detail = error.message.strip().partition("\n")
    return FailureView(
        kind=one_line(error.class_, limit=120) if error.class_ != _TELLS_NOTHING else None,
        step=one_line(error.step, limit=300) if error.step else None,
        headline=one_line(headline, limit=600) or one_line(error.class_, limit=120),
        detail=cap(detail.strip("\n"), limit=MESSAGE) if detail.strip() else None,
        comparison=compare(error.expected, error.actual),
        source=view_source(error.source) if error.source else None,
        page_url=one_line(error.page_url, limit=2_000) if error.page_url else None,
        traceback=cap(error.traceback, limit=TRACE) if error.traceback else None,
        hint=split_code(cap(error.hint, limit=HINT)) if error.hint else (),
        requests=_requests(attempt, moment),
        pictures=compared,
        picture=pictures.get(picture) if picture else None,
        picture_caption=caption,
    )


def titled_pictures(result: AssertionResult, *, pictures: Mapping[str, Picture]) -> tuple[TitledPicture, ...]:
    """What an assertion saw, as far as it was kept."""
    return tuple(
        TitledPicture(title=one_line(each.title, limit=60), picture=pictures[each.path])
        for each in result.pictures[:PICTURES]
        if each.path in pictures
    )


def view_source(source: SourceExcerpt) -> SourceView:
    """The lines of the journey file, the one that matters marked."""
    shown = dedent("\n".join(line.rstrip().replace("\n", " ") for line in source.lines[:40])).rstrip("\n").split("\n")
    lines = tuple(
        SourceLine(number=number, text=cap(text, limit=SOURCE_LINE), marked=number == source.line)
        for number, text in enumerate(shown, start=source.first_line)
    )
    return SourceView(place=f"{one_line(source.file, limit=300)}:{source.line}", lines=lines)


def _compared(error: Error, attempt: Attempt, *, pictures: Mapping[str, Picture]) -> tuple[TitledPicture, ...]:
    """The pictures of the assertion that this error came from."""
    for result in assertions_of(attempt):
        same_place = not (result.source and error.source) or result.source.line == error.source.line
        if not result.passed and result.message == error.message and same_place:
            return titled_pictures(result, pictures=pictures)
    return ()


def _requests(attempt: Attempt | None, step: StepResult | None) -> tuple[str, ...]:
    failed = attempt.failed_during(step) if attempt and step else ()
    more = (f"and {len(failed) - REQUESTS} more",) if len(failed) > REQUESTS else ()
    return (*(one_line(str(request), limit=300) for request in failed[:REQUESTS]), *more)


def _picture(attempt: Attempt, moment: StepResult | None) -> tuple[str | None, str | None]:
    """The path of the picture of that moment, and what is written under it."""
    if path := last_picture(attempt):
        return path, None
    return (moment.screenshot, _path(moment, attempt=attempt)) if moment else (None, None)


def _path(step: StepResult, *, attempt: Attempt) -> str:
    return next(path for each, path in zip(attempt.steps, step_paths(attempt), strict=True) if each is step)
