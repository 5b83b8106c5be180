"""The contract with Playwright's sync API: journeys run abreast on its loop, and can be interrupted where they wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.running.abreast import Abreast, Lane, claim_listener_errors

pytestmark = pytest.mark.browser


class Rig:
    """A driver, a browser and the lanes of one test."""

    def __init__(self, manager: Any, browser: Browser, abreast: Abreast) -> None:
        self.manager = manager
        self.browser = browser
        self.abreast = abreast
        self.stray: list[BaseException] = []

    def run(self, *bodies: Callable[[], None]) -> list[Lane]:
        """Run all of them abreast, to the end."""
        done: asyncio.Future[None] = self.abreast.loop.create_future()
        left = [len(bodies)]

        def counted(body: Callable[[], None]) -> Callable[[], None]:
            def run() -> None:
                try:
                    body()
                finally:
                    left[0] -= 1
                    if not left[0]:
                        done.set_result(None)

            return run

        lanes = [self.abreast.start(counted(body)) for body in bodies]
        self.abreast.wait_forever(done, stray=self.stray.append)
        return lanes


@pytest.fixture
def rig(browser_choice: BrowserChoice) -> Iterator[Rig]:
    manager = sync_playwright()
    playwright = manager.start()
    browser = playwright.chromium.launch(executable_path=browser_choice.executable, args=list(browser_choice.args))
    abreast = Abreast(playwright)
    yield Rig(manager, browser, abreast)
    if not abreast.dead:
        browser.close()
    manager.__exit__()


def test_while_one_waits_the_others_go_on(rig: Rig) -> None:
    told: list[str] = []
    pages: list[Any] = []

    def first() -> None:
        pages.append(rig.browser.new_page())
        told.append("first waits")
        pages[0].wait_for_function("window.go === true")
        told.append("first goes on")

    def second() -> None:
        page = rig.browser.new_page()
        while not pages:
            page.evaluate("1")
        told.append("second is done")
        pages[0].evaluate("window.go = true")

    rig.run(first, second)
    assert told == ["first waits", "second is done", "first goes on"]


@pytest.mark.parametrize(
    "wait",
    [
        lambda page: page.evaluate("new Promise(() => {})"),
        lambda page: page.wait_for_timeout(60_000),
        lambda page: page.wait_for_selector("#never", timeout=60_000),
        lambda page: page.wait_for_event("popup", timeout=60_000),
    ],
)
def test_a_wait_is_interrupted_and_its_page_can_still_be_used(rig: Rig, wait: Callable[[Any], Any]) -> None:
    class Late(BaseException):
        pass

    caught: list[Any] = []

    def blocked() -> None:
        page = rig.browser.new_page()
        page.goto("data:text/html,<title>here</title>")
        rig.abreast.loop.call_later(0.1, lambda: lane.interrupt(Late()))
        try:
            wait(page)
        except Late:
            caught.append(page.title())

    lane: Lane
    done: asyncio.Future[None] = rig.abreast.loop.create_future()

    def body() -> None:
        blocked()
        done.set_result(None)

    lane = rig.abreast.start(body)
    rig.abreast.wait_forever(done, stray=rig.stray.append)
    assert caught == ["here"]
    assert not lane.alive
    assert lane.interrupt(Late()) is False


def test_each_lane_has_context_variables_of_its_own(rig: Rig) -> None:
    name: ContextVar[str] = ContextVar("name")
    seen: dict[str, str] = {}

    def lane(own: str) -> Callable[[], None]:
        def body() -> None:
            name.set(own)
            page = rig.browser.new_page()
            for _ in range(3):
                page.evaluate("1")
            seen[own] = name.get()

        return body

    rig.run(*(lane(str(number)) for number in range(4)))
    assert seen == {str(number): str(number) for number in range(4)}


def test_code_in_a_thread_does_not_hold_up_the_others(rig: Rig) -> None:
    release = threading.Event()
    results: list[Any] = []

    def waits() -> None:
        with ThreadPoolExecutor() as executor:
            results.append(rig.abreast.blocking(executor, release.wait, 30))

    def releases() -> None:
        rig.browser.new_page().evaluate("1")
        release.set()

    rig.run(waits, releases)
    assert results == [True]


@pytest.mark.parametrize("raised", [ValueError("boom"), SystemExit(3)])
def test_what_a_listener_raises_comes_to_us_and_disturbs_nobody(rig: Rig, raised: BaseException) -> None:
    claimed: list[BaseException] = []
    claim_listener_errors(rig.manager, claimed.append)
    answers: list[Any] = []

    def listens() -> None:
        page = rig.browser.new_page()

        def handler(_: Any) -> None:
            raise raised

        page.on("console", handler)
        page.evaluate("console.log(1)")
        answers.append(page.evaluate("1 + 1"))

    def neighbour() -> None:
        page = rig.browser.new_page()
        for _ in range(5):
            answers.append(page.evaluate("2 + 2"))

    rig.run(listens, neighbour)
    assert claimed == [raised]
    assert sorted(answers) == [2, 4, 4, 4, 4, 4]


def test_a_driver_that_dies_ends_the_wait(rig: Rig) -> None:
    import psutil

    reached: list[str] = []

    def kills() -> None:
        page = rig.browser.new_page()
        for process in psutil.Process().children():
            if "node" in process.name():
                process.kill()
        try:
            page.evaluate("1")
        except Exception as raised:
            reached.append(type(raised).__name__)

    done: asyncio.Future[None] = rig.abreast.loop.create_future()
    lane = rig.abreast.start(kills)
    rig.abreast.wait_forever(done, stray=rig.stray.append)
    assert rig.abreast.dead
    lane.interrupt(RuntimeError("the driver has gone"))
    assert reached in (["TargetClosedError"], ["RuntimeError"])
    assert not lane.alive
