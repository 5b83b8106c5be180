"""What was found on disk for the views: they read no files themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracer_reports.files import Place
from tracer_reports.pictures import Picture


@dataclass(frozen=True)
class Evidence:
    """Pictures and places of artifacts, by their paths in the result."""

    pictures: Mapping[str, Picture]
    places: Mapping[str, Place]
