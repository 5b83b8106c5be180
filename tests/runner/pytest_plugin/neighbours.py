"""Tests of pytest-playwright and pytest-asyncio, and what becomes of each with and without journeys in the session."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.runner.pytest_plugin.suite import Suite

WORKERS = ("-n", "2", "--dist", "loadfile")
"""Which tests share a process must not depend on chance: with pages in it, those with a loop of their own fail."""
CONFTEST = """
import pytest
from tracer_runner.engine.browsers.finding import find_browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_browser("chromium", setting=None).executable}
"""
PLAYWRIGHT = """
import pytest


@pytest.mark.parametrize("number", range({count}))
def test_page(page, number):
    page.set_content(f"<h1>{{number}}</h1>")
    if number % 5 == 3:
        pytest.skip("every fifth")
    assert page.locator("h1").inner_text() == str(number)
    assert number % 5 != 4
"""
ASYNCIO = """
import asyncio
import threading

import pytest


@pytest.fixture
async def moment():
    await asyncio.sleep(0)
    yield asyncio.get_running_loop()


@pytest.mark.asyncio
@pytest.mark.parametrize("number", range({count}))
async def test_loop(moment, number):
    await asyncio.sleep(0.001)
    assert asyncio.get_running_loop() is moment
    assert not [thread.name for thread in threading.enumerate() if "asyncio" in thread.name]
    assert number % 5 != 4


@pytest.mark.parametrize("number", range({count}))
def test_run(number):
    assert asyncio.run(asyncio.sleep(0.001, number)) == number
"""
JOURNEYS = """
@journey("Page")
def a_page(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")


@journey("No page")
def no_page():
    with step("Think"):
        pass
"""


def write_tests(suite: Suite, *, playwright: int, asyncio: int) -> None:
    """So many tests of each plugin, and two journeys that pytest collects before them."""
    suite.write("conftest.py", CONFTEST)
    suite.write("pytest.ini", "[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    suite.journeys("shop.py", JOURNEYS)
    if playwright:
        suite.write("tests/test_pages.py", PLAYWRIGHT.format(count=playwright))
    if asyncio:
        suite.write("tests/test_loops.py", ASYNCIO.format(count=asyncio))


def outcomes(suite: Suite, *arguments: str, journeys: bool) -> dict[str, str]:
    """What became of each ordinary test, by name; with journeys in the session, or with the plugin off."""
    folders = ["journeys", "tests"] if journeys else ["-p", "no:tracer", "tests"]
    report = Path(suite.folder, "cases.xml")
    told = suite.run(*folders, f"--junitxml={report}", *arguments, beside=("playwright", "asyncio", "xdist"))
    assert told.code == 1, told.output + told.errors
    if journeys:
        assert suite.statuses() == {"a_page": "passed", "no_page": "passed"}, told.output
    cases = ElementTree.parse(report).iter("testcase")
    return {case.attrib["name"]: _outcome(case) for case in cases if "journeys" not in case.attrib["classname"]}


def _outcome(case: ElementTree.Element) -> str:
    return next((child.tag for child in case if child.tag in {"failure", "error", "skipped"}), "passed")
