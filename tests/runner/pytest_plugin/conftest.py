"""A folder with journeys, and pytest in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runner.pytest_plugin.suite import Suite


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """For one test alone."""
    return Suite(tmp_path)


@pytest.fixture(scope="module")
def shared_suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """For all tests of a module, which look at runs they share."""
    return Suite(tmp_path_factory.mktemp("suite"))
