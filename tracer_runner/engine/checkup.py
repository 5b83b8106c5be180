"""Everything a run needs, looked at one after another."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sized
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Literal, NamedTuple

from tracer_runner import __version__
from tracer_runner.engine.browsers.finding import NAMES, BrowserChoice, find_browser
from tracer_runner.engine.browsers.health import browser_problem, browser_version, driver_problem, fonts_installed
from tracer_runner.errors import BrowserUnavailable, SettingsError, UsageError
from tracer_runner.hooks.manager import chosen, load_registry
from tracer_runner.settings import Settings, load_settings

LAUNCH_SECONDS = 30
LITTLE_SHARED_MEMORY = 64 * 1024 * 1024


class Finding(NamedTuple):
    """One thing that was looked at."""

    verdict: Literal["ok", "warn", "fail"]
    what: str
    seen: str
    advice: str | None = None


def check_up() -> Iterator[Finding]:
    """Look at everything; what journeys can do without is at most a warning."""
    yield Finding("ok", "tracer", f"{__version__} on Python {platform.python_version()}, {platform.platform()}")
    try:
        settings = load_settings()
    except SettingsError as fault:
        yield Finding("fail", "settings", fault.message, fault.hint)
        settings = Settings(project=Path.cwd())
    else:
        yield Finding("ok", "settings", _settings_file(settings))
    yield from _driver()
    yield from _browsers(settings)
    yield from _machine()
    yield from _output(settings)
    yield from _plugins(settings)


def launch(choice: BrowserChoice) -> None:
    """Start the browser and open an empty page in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = getattr(playwright, choice.name).launch(executable_path=choice.executable, args=list(choice.args))
        browser.new_page().goto("about:blank")
        browser.close()


def _settings_file(settings: Settings) -> str:
    file = settings.project / "tracer.toml"
    return str(file) if file.exists() else f"no tracer.toml in {settings.project} or above: defaults hold"


def _driver() -> Iterator[Finding]:
    version = importlib.metadata.version("playwright")
    problem = driver_problem()
    yield (
        Finding("fail", "Playwright", problem.message, problem.hint)
        if problem
        else Finding("ok", "Playwright", f"{version}, its driver starts")
    )


def _browsers(settings: Settings) -> Iterator[Finding]:
    for name in NAMES:
        needed = name == settings.browser.name
        try:
            choice = find_browser(name, setting=settings.browser.executable)
        except BrowserUnavailable as missing:
            yield Finding("fail" if needed else "ok", name, missing.message if needed else "not there", missing.hint)
            continue
        yield _launched(choice) if needed else Finding("ok", name, _describe(choice))


def _launched(
    choice: BrowserChoice, *, start: Callable[[BrowserChoice], None] = launch, seconds: float = LAUNCH_SECONDS
) -> Finding:
    """The browser journeys run in is really started."""
    problem = browser_problem(choice)
    if problem:
        return Finding("fail", choice.name, problem.message, problem.hint)
    try:
        _begin(start, choice).result(seconds)
    except TooLate:
        return Finding("fail", choice.name, f"{choice.path} did not open a page in {seconds:.0f} s")
    except Exception as fault:
        return Finding("fail", choice.name, f"{choice.path} does not start: {fault}", "tracer browsers install")
    return Finding("ok", choice.name, f"{_describe(choice)}, opens a page")


def _begin(start: Callable[[BrowserChoice], None], choice: BrowserChoice) -> Future[None]:
    """Start it in a thread that does not keep the process alive: a browser that hangs must not make the doctor hang."""
    outcome: Future[None] = Future()

    def attempt() -> None:
        try:
            start(choice)
        except Exception as fault:
            outcome.set_exception(fault)
        else:
            outcome.set_result(None)

    threading.Thread(target=attempt, daemon=True).start()
    return outcome


def _describe(choice: BrowserChoice) -> str:
    return f"{choice.kind} {browser_version(choice) or ''} at {choice.path} ({choice.source})"


def _machine() -> Iterator[Finding]:
    if fonts_installed():
        yield Finding("ok", "fonts", "there are some")
    else:
        yield Finding("fail", "fonts", "there are none; pages can crash", "apt-get install -y fonts-liberation")
    shared = Path("/dev", "shm")
    if sys.platform.startswith("linux") and shared.exists():
        free = shutil.disk_usage(shared).free
        low = free < LITTLE_SHARED_MEMORY
        advice = "In Docker: --shm-size=1g, or pages with much in them can crash." if low else None
        yield Finding("warn" if low else "ok", str(shared), f"{free // 1024 // 1024} MiB free", advice)


def _output(settings: Settings) -> Iterator[Finding]:
    folder = settings.output_folder
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            yield Finding("ok", "output", f"{folder} can be written")
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        yield Finding("fail", "output", f"{folder} cannot be written: {reason}", "Set output in tracer.toml.")


def _plugins(settings: Settings) -> Iterator[Finding]:
    complaints: list[str] = []
    try:
        registry = load_registry(choice=chosen(settings), warn=complaints.append)
    except UsageError as fault:
        yield Finding("fail", "plugins", fault.message, fault.hint)
        return
    for complaint in complaints:
        yield Finding("warn", "plugins", complaint)
    counts: dict[str, Sized] = {
        "assertions": registry.assertions,
        "reports": registry.reporters,
        "alert channels": registry.channels,
        "monitor types": registry.monitors,
        "journey arguments": registry.arguments,
    }
    yield Finding("ok", "plugins", ", ".join(f"{kind}: {len(shelf)}" for kind, shelf in counts.items()))
