from __future__ import annotations

from tracer_plugins.assertions.no_console_errors import NoConsoleErrors, NoConsoleErrorsParameters

from tracer_runner.model.run import ConsoleMessage
from tracer_runner.testing import FakePage


def wrote(type_: str, text: str) -> ConsoleMessage:
    return ConsoleMessage(type=type_, text=text)


def test_errors_and_uncaught_exceptions_on_the_console_fail() -> None:
    page = FakePage(console=[wrote("log", "fine"), wrote("error", "bad"), wrote("exception", "worse")])
    verdict = NoConsoleErrors().examine(page, NoConsoleErrorsParameters())
    assert not verdict.passed
    assert verdict.message == "The page wrote 2 errors to its console: bad"
    assert verdict.actual == "bad\nworse"


def test_warnings_and_what_is_to_be_ignored_pass() -> None:
    page = FakePage(console=[wrote("warning", "careful"), wrote("error", "known trouble")])
    assert NoConsoleErrors().examine(page, NoConsoleErrorsParameters(ignore=("known",))).passed


def test_many_errors_are_counted_and_the_first_are_shown() -> None:
    page = FakePage(console=[wrote("error", str(number)) for number in range(5)])
    assert NoConsoleErrors().examine(page, NoConsoleErrorsParameters()).actual == "0\n1\n2\n… and 2 more"
