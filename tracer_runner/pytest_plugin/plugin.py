"""What pytest imports at its start: options, and the switch. Everything else is imported when there is a journey."""

from __future__ import annotations

import pytest

from tracer_runner.pytest_plugin.options import MARK, add_options


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and settings."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register what does the work, unless `tracer = false` stands in the settings of pytest."""
    config.addinivalue_line("markers", MARK)
    if config.getini("tracer"):
        from tracer_runner.pytest_plugin.registering import register

        register(config)
