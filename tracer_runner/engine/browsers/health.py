"""Ask a browser, and the driver that steers it, whether they start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tracer_runner.engine.browsers.driver_package import driver_folder
from tracer_runner.engine.browsers.finding import APT_LINE, BrowserChoice
from tracer_runner.engine.browsers.playwright_folder import PlaywrightFolder
from tracer_runner.errors import BrowserUnavailable

_ANSWER_SECONDS = 20
_LOOK = "`tracer doctor` looks for the cause."


def browser_version(choice: BrowserChoice) -> str | None:
    """What the browser says of itself (takes up to a second); what is known of it where it cannot be asked."""
    if not _answers(choice):
        return choice.version
    try:
        number = re.search(r"\d+(?:\.\d+)+", _answer(choice.path).stdout)
    except (OSError, subprocess.TimeoutExpired):
        return choice.version
    return number[0] if number else choice.version


def driver_problem() -> BrowserUnavailable | None:
    """Why Playwright's driver cannot start, with the next step; None when it does."""
    return _start_problem(driver_program(), what="Playwright's driver")


def browser_problem(choice: BrowserChoice) -> BrowserUnavailable | None:
    """Why the driver or this browser cannot start, with the next step; None when both do (takes up to a second)."""
    problem = driver_problem()
    if problem is None and _answers(choice):
        problem = _start_problem(choice.path, what=f"The browser {choice.path}")
    return problem


def check_video() -> None:
    """BrowserUnavailable when Playwright has no ffmpeg to record videos with."""
    if not PlaywrightFolder.of_this_machine().executable("ffmpeg").exists():
        raise BrowserUnavailable(
            "Videos need an ffmpeg in Playwright's folder, and there is none.",
            hint="Run without --video; or apt-get install -y ffmpeg (or pip install imageio-ffmpeg), "
            "then tracer browsers install.",
        )


def driver_program() -> str:
    """The Node.js that Playwright's driver runs on."""
    own = driver_folder() / ("node.exe" if sys.platform == "win32" else "node")
    return os.environ.get("PLAYWRIGHT_NODEJS_PATH") or str(own)


def fonts_installed(folders: tuple[Path, ...] | None = None) -> bool:
    """Whether there is any font to draw text with; without one a page can crash. Only Linux can lack them."""
    if folders is None and not sys.platform.startswith("linux"):
        return True
    home = Path.home()
    usual = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")
    suffixes = {".ttf", ".otf", ".ttc", ".pfb"}
    return any(file.suffix.lower() in suffixes for folder in folders or usual for file in folder.rglob("*"))


def missing_library(message: str) -> str | None:
    """`libatomic.so.1`, from what the dynamic linker says when a program cannot start."""
    found = re.search(r"error while loading shared libraries: (\S+?):", message)
    return found[1] if found else None


def _start_problem(program: str, *, what: str) -> BrowserUnavailable | None:
    try:
        answer = _answer(program)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return BrowserUnavailable(f"{what} does not start: {fault}", hint=_LOOK)
    library = missing_library(answer.stderr)
    if library:
        return BrowserUnavailable(f"{what} does not start: {library} is missing.", hint=_how_to_get(library))
    if answer.returncode:
        return BrowserUnavailable(f"{what} does not start: {_last_line(answer)}", hint=_LOOK)
    return None


def _how_to_get(library: str) -> str:
    if library == "libatomic.so.1":
        return f"As root on Debian or Ubuntu: {APT_LINE} libatomic1"
    return f"As root on Debian or Ubuntu: {sys.executable} -m playwright install-deps chromium"


def _answers(choice: BrowserChoice) -> bool:
    return choice.name != "webkit" and not choice.path.endswith(".exe")  # these open a window instead


def _answer(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, "--version"], capture_output=True, text=True, errors="replace", timeout=_ANSWER_SECONDS, check=False
    )


def _last_line(answer: subprocess.CompletedProcess[str]) -> str:
    lines = (answer.stderr or answer.stdout).strip().splitlines()
    return lines[-1] if lines else f"it ended with {answer.returncode}"
