"""Web vitals with the usual thresholds: good, needs improvement, poor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tracer_runner.model.duration import format_duration
from tracer_runner.model.run import WebVitals
from tracer_runner.model.text import one_line

Rating = Literal["good", "fair", "poor"]
RATING_WORDS: dict[Rating, str] = {"good": "good", "fair": "needs improvement", "poor": "poor"}


@dataclass(frozen=True)
class Threshold:
    """Up to `good` is good; above `poor` is poor."""

    field: str
    label: str
    meaning: str
    good: float
    poor: float


THRESHOLDS = (
    Threshold("lcp_ms", "LCP", "Largest contentful paint: the main content is there", good=2500, poor=4000),
    Threshold("fcp_ms", "FCP", "First contentful paint: the first content is there", good=1800, poor=3000),
    Threshold("cls", "CLS", "Cumulative layout shift: how much the page jumped", good=0.1, poor=0.25),
    Threshold("ttfb_ms", "TTFB", "Time to first byte: the server began to answer", good=800, poor=1800),
    Threshold("inp_ms", "INP", "Interaction to next paint: how soon it reacted", good=200, poor=500),
)


@dataclass(frozen=True)
class Vital:
    label: str
    meaning: str
    value: str
    rating: Rating
    words: str


@dataclass(frozen=True)
class PageVitals:
    url: str
    vitals: tuple[Vital, ...]


def view_vitals(pages: Sequence[WebVitals], *, most: int = 20) -> tuple[PageVitals, ...]:
    """One entry for each page visit that has any value."""
    views = (PageVitals(url=one_line(page.url, limit=500), vitals=_vitals(page)) for page in pages[:most])
    return tuple(view for view in views if view.vitals)


def rate(value: float, *, threshold: Threshold) -> Rating:
    """Good, fair (needs improvement) or poor; the limits themselves belong to the better side."""
    if value <= threshold.good:
        return "good"
    return "fair" if value <= threshold.poor else "poor"


def _vitals(page: WebVitals) -> tuple[Vital, ...]:
    found = []
    for threshold in THRESHOLDS:
        value = getattr(page, threshold.field)
        if value is not None:
            rating = rate(value, threshold=threshold)
            text = f"{value:.2f}".rstrip("0").rstrip(".") if threshold.field == "cls" else format_duration(value / 1000)
            found.append(
                Vital(
                    label=threshold.label,
                    meaning=threshold.meaning,
                    value=text,
                    rating=rating,
                    words=RATING_WORDS[rating],
                )
            )
    return tuple(found)
