"""Get a browser: what is there already, Playwright's download, the system's packages; else say what to type."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracer_runner.engine.browsers.commands import Machine, Outcome
from tracer_runner.engine.browsers.finding import APT_LINE, BrowserChoice, BrowserName, find_browser
from tracer_runner.engine.browsers.health import browser_problem, driver_problem, fonts_installed
from tracer_runner.errors import BrowserUnavailable

_SHELL, _FONTS, _DRIVER_LIBRARY = "chromium-headless-shell", "fonts-liberation", "libatomic1"


@dataclass(frozen=True)
class State:
    """What is there, and what is wrong with it."""

    name: BrowserName
    choice: BrowserChoice | None
    driver: BrowserUnavailable | None
    """Why the driver does not start."""
    browser: BrowserUnavailable | None
    """Why the browser is not there or does not start."""
    fonts: bool

    @property
    def ready(self) -> bool:
        """Journeys can run."""
        return self.fonts and not self.driver and not self.browser

    @property
    def packages(self) -> list[str]:
        """Debian's packages for what is lacking."""
        lacking = {
            _DRIVER_LIBRARY: self.driver is not None and "libatomic" in self.driver.message,
            _SHELL: self.choice is None and self.name == "chromium",
            _FONTS: not self.fonts,
        }
        return [package for package, is_lacking in lacking.items() if is_lacking]


def look(name: BrowserName, *, setting: Path | str | None, machine: Machine) -> State:
    """How things stand for this browser. A browser the user chose and that is not there raises BrowserUnavailable."""
    driver, fonts = driver_problem(), fonts_installed(machine.font_folders)
    try:
        choice = find_browser(name, setting=setting, places=machine.places)
    except BrowserUnavailable as missing:
        if setting and name == "chromium":
            raise
        return State(name, choice=None, driver=driver, browser=missing, fonts=fonts)
    problem = None if driver else browser_problem(choice)
    return State(name, choice=choice, driver=driver, browser=problem, fonts=fonts)


def install_browser(
    name: BrowserName, *, setting: Path | str | None, with_deps: bool, machine: Machine
) -> tuple[BrowserChoice, bool]:
    """Make sure this browser can be used: the browser, and whether anything had to be installed for it.

    BrowserUnavailable says what is still lacking when no way led there; the output of what failed is told before.
    """
    state = look(name, setting=setting, machine=machine)
    if state.choice and state.ready:
        return state.choice, False
    failures: list[Outcome] = []
    for way in (_driver_library, _download, _browser_packages, _system_libraries, _fonts):
        outcomes = list(way(state, with_deps=with_deps, machine=machine))
        failures += [outcome for outcome in outcomes if outcome.code]
        if outcomes:
            state = look(name, setting=setting, machine=machine)
    if state.choice and state.ready:
        return state.choice, True
    for failure in failures:
        machine.say(failure.output.rstrip())
    raise _still_lacking(state, machine=machine)


def _driver_library(state: State, *, with_deps: bool, machine: Machine) -> Iterator[Outcome]:
    if _DRIVER_LIBRARY in state.packages and machine.may_install_packages:
        yield from _apt([_DRIVER_LIBRARY], machine=machine)


def _download(state: State, *, with_deps: bool, machine: Machine) -> Iterator[Outcome]:
    if state.choice is None and not state.driver:
        entry = _SHELL if state.name == "chromium" else state.name
        machine.say(f"Downloading Playwright's own {entry} ...")
        options = ["--with-deps"] if with_deps else []
        yield _told(machine.run(_playwright("install", *options, entry)), machine=machine)


def _browser_packages(state: State, *, with_deps: bool, machine: Machine) -> Iterator[Outcome]:
    if state.choice is None and state.packages and machine.may_install_packages:
        yield from _apt(state.packages, machine=machine)


def _system_libraries(state: State, *, with_deps: bool, machine: Machine) -> Iterator[Outcome]:
    if state.choice and state.browser and machine.may_install_packages:
        machine.say(f"Installing the system libraries of {state.name} ...")
        yield _told(machine.run(_playwright("install-deps", state.name)), machine=machine)


def _fonts(state: State, *, with_deps: bool, machine: Machine) -> Iterator[Outcome]:
    if state.choice and not state.fonts and machine.may_install_packages:
        yield from _apt([_FONTS], machine=machine)


def _apt(packages: Sequence[str], *, machine: Machine) -> Iterator[Outcome]:
    machine.say(f"Installing {', '.join(packages)} with apt-get ...")
    yield machine.run(["apt-get", "update"])
    yield _told(machine.run([*APT_LINE.split(), *packages]), machine=machine)


def _told(outcome: Outcome, *, machine: Machine) -> Outcome:
    if outcome.code:
        machine.say(f"  did not work: {outcome.reason}")
    return outcome


def _playwright(*words: str) -> list[str]:
    return [sys.executable, "-m", "playwright", *words]


def _still_lacking(state: State, *, machine: Machine) -> BrowserUnavailable:
    problems = [problem.message for problem in (state.driver, state.browser) if problem]
    if not state.fonts:
        problems.append("There is no font on this machine; without one pages can crash.")
    return BrowserUnavailable("\n".join(problems), hint="; or ".join(_next_steps(state, machine=machine)))


def _next_steps(state: State, *, machine: Machine) -> Iterator[str]:
    if state.packages:
        yield f"As root on Debian: {APT_LINE} {' '.join(state.packages)}"
    if state.choice is None and state.name == "chromium":
        yield "name a Chrome or Chromium you have: TRACER_BROWSER=/path/to/chrome"
    elif state.choice is None and not state.driver:
        yield f"copy {machine.places.own.folder} from a machine that reaches Playwright's downloads"
    elif not state.packages:
        yield next(problem.hint or "tracer doctor" for problem in (state.driver, state.browser) if problem)
