"""What pytest imports at its start: options, and the switch. Everything else is imported when there is a journey."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tracer_runner.pytest_plugin.options import MARK, add_headed, add_options


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and settings."""
    add_options(parser)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(parser: pytest.Parser) -> Generator[None, None, None]:
    """Add what others may have added: by now all of them have come."""
    yield
    add_headed(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Register what does the work, unless `tracer = false` stands in the settings of pytest."""
    config.addinivalue_line("markers", MARK)
    if config.getini("tracer"):
        from tracer_runner.pytest_plugin.registering import register

        register(config)
