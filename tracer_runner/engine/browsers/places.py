"""Where browsers lie on a machine, beside Playwright's own folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tracer_runner.engine.browsers.playwright_folder import PlaywrightFolder
from tracer_runner.model.record import Record

SHELL, CHROMIUM, CHROME = "headless-shell", "chromium", "chrome"
_USUAL: dict[str, tuple[str, ...]] = {
    "linux": (
        "/usr/lib/chromium/chromium-headless-shell",
        "/usr/lib64/chromium-browser/headless_shell",
        "/usr/lib/chromium/chromium",
        "/usr/lib/chromium-browser/chromium-browser",
        "/usr/lib64/chromium-browser/chromium-browser",
        "/opt/google/chrome/chrome",
    ),
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "win32": (
        "/Program Files/Google/Chrome/Application/chrome.exe",
        "/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    ),
}
_COMMANDS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
_BEHIND_SCRIPTS = {
    "/usr/bin/chromium-headless-shell": "/usr/lib/chromium/chromium-headless-shell",
    "/usr/bin/chromium": "/usr/lib/chromium/chromium",
    "/usr/bin/chromium-browser": "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/google-chrome": "/opt/google/chrome/chrome",
}


class Places(Record):
    """Where to look. Tests make their own; everyone else takes `Places.of_this_machine()`."""

    own: PlaywrightFolder
    path: str
    """Folders of commands, as in `PATH`."""
    root: Path = Path("/")
    """What the usual places are looked for under."""
    system: str = sys.platform

    @classmethod
    def of_this_machine(cls, environ: Mapping[str, str] = os.environ) -> Places:
        """The folders Playwright and the shell would use."""
        return cls(own=PlaywrightFolder.of_this_machine(environ), path=environ.get("PATH", ""))

    def system_browsers(self) -> list[Path]:
        """The real executable of each Chromium of the system, headless shells first."""
        usual = (self._under_root(text) for text in _USUAL.get(self.system, ()))
        candidates = [*usual, *self._on_path()]
        found = dict.fromkeys(path for path in candidates if is_executable(path))
        return sorted(found, key=lambda path: kind_of(path) != SHELL)

    def real_executable(self, path: Path) -> Path:
        """The program behind a distribution's starter script, else the path itself.

        Debian's starter of the headless shell keeps its own process: killing that would leave the browser alive.
        """
        script = path.resolve()
        for starter, program in _BEHIND_SCRIPTS.items():
            behind = self._under_root(program)
            if script == self._under_root(starter) and is_script(script) and is_executable(behind):
                return behind
        return path

    def _on_path(self) -> Iterator[Path]:
        for command in _COMMANDS:
            found = shutil.which(command, path=self.path)
            path = self.real_executable(Path(found)).resolve() if found else None
            # An unknown script or a link to another program may be anything; on Ubuntu it is a word about a snap.
            if path and "chrom" in path.name and not is_script(path):
                yield path

    def _under_root(self, text: str) -> Path:
        return self.root.resolve() / text.lstrip("/")


def kind_of(path: Path) -> str:
    """`headless-shell`, `chrome` or `chromium`, by the name of the executable."""
    name = path.name.lower().replace("_", "-")
    if "headless-shell" in name:
        return SHELL
    return CHROME if "chrome" in name else CHROMIUM


def is_executable(path: Path) -> bool:
    """Whether this is a file one may start."""
    return path.is_file() and os.access(path, os.X_OK)


def is_script(path: Path) -> bool:
    """Whether this file is a script rather than a program."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return False
