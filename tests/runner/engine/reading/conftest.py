"""A project to read journeys from."""

from __future__ import annotations

from pathlib import Path

import pytest

from .journey_files import JourneyFiles


@pytest.fixture
def files(tmp_path: Path) -> JourneyFiles:
    return JourneyFiles(tmp_path)
