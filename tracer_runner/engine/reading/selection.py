"""Choose journeys by tag and by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from tracer_runner.errors import UsageError
from tracer_runner.model.journey import Journey
from tracer_runner.model.suggestion import closest, listed, suggest
from tracer_runner.model.tags import matches, tags_named


def select(
    journeys: Sequence[Journey], *, tags: Sequence[str], names: Sequence[str], option: str = "--tag"
) -> tuple[Journey, ...]:
    """Those that any of `tags` takes and any of `names` takes; an empty one takes everything.

    A name is a journey's name or key, in any case, or a pattern with `*` and `?`. UsageError for a tag or name that no
    journey has, and when nothing is left. `option` is what tags were given by.
    """
    _check_tags(journeys, tags)
    _check_names(journeys, names)
    chosen = tuple(
        journey
        for journey in journeys
        if matches(journey.tags, tags) and (not names or any(_is_named(journey, name) for name in names))
    )
    if not chosen:
        raise UsageError(
            f"No journey fits {_wishes(tags, names, option=option)}.", hint=f"There are: {_described(journeys)}."
        )
    return chosen


def _check_tags(journeys: Sequence[Journey], selectors: Sequence[str]) -> None:
    known = {tag for journey in journeys for tag in journey.tags}
    for tag in sorted(tags_named(selectors) - known):
        raise UsageError(
            f'No journey has the tag "{tag}": {suggest(tag, known=known)}',
            hint=_tags_hint(tag, known=known),
        )


def _tags_hint(tag: str, *, known: Collection[str]) -> str | None:
    if not known:
        return 'Give a journey one: @journey("…", tags=["smoke"]).'
    return f"Tags are: {listed(known)}." if closest(tag, known=known) else None  # else the message lists them


def _check_names(journeys: Sequence[Journey], names: Sequence[str]) -> None:
    known = {word for journey in journeys for word in (journey.name, journey.key)}
    for name in names:
        if not any(_is_named(journey, name) for journey in journeys):
            raise UsageError(
                f'No journey is called "{name}": {suggest(name, known=known)}',
                hint=f"There are: {_described(journeys)}.",
            )


def _is_named(journey: Journey, wanted: str) -> bool:
    folded = wanted.casefold()
    own = (journey.name.casefold(), journey.key.casefold())
    return folded in own or any(fnmatchcase(word, folded) for word in own)


def _wishes(tags: Sequence[str], names: Sequence[str], *, option: str) -> str:
    return " ".join([*(f"{option} {tag}" for tag in tags), *(f"--name {name!r}" for name in names)]) or "here"


def _described(journeys: Sequence[Journey]) -> str:
    return (
        listed([f"{journey.name} ({', '.join([journey.key, *journey.tags])})" for journey in journeys])
        if journeys
        else "no journeys at all"
    )
