"""Playwright's folder of browsers: where it looks for those of its own."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tracer_runner.engine.browsers.driver_package import browser_entries, driver_folder
from tracer_runner.model.record import Record

_MAC_CHROME = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"


class PlaywrightFolder(Record):
    """One folder of browsers; entries have Playwright's names: `chromium`, `chromium-headless-shell`, `firefox`, …"""

    folder: Path
    system: str = sys.platform
    machine: str = platform.machine()

    @classmethod
    def of_this_machine(cls, environ: Mapping[str, str] = os.environ) -> PlaywrightFolder:
        """The one Playwright itself would use."""
        return cls(folder=_browsers_folder(environ))

    def executable(self, entry: str) -> Path:
        """Where the installed Playwright looks for this browser, whether it is there or not."""
        return next((path for path in self._candidates(entry) if path.exists()), self._expected(entry))

    def _candidates(self, entry: str) -> Iterator[Path]:
        yield self._expected(entry)
        for system, revision in browser_entries()[entry].get("revisionOverrides", {}).items():
            yield self.folder / f"{_underscored(entry)}_{system}_special-{revision}" / self._inside(entry)

    def _expected(self, entry: str) -> Path:
        return self.folder / f"{_underscored(entry)}-{browser_entries()[entry]['revision']}" / self._inside(entry)

    def _inside(self, entry: str) -> Path:
        match entry, self.system:
            case "chromium", "darwin":
                return Path(f"chrome-{self._target}", _MAC_CHROME)
            case "chromium" | "chromium-headless-shell", _:
                name = entry.replace("chromium", "chrome")
                return Path(f"{name}-{self._target}", f"{name}{self._suffix}")
            case "firefox", "darwin":
                return Path("firefox", "Nightly.app/Contents/MacOS/firefox")
            case "firefox", _:
                return Path("firefox", f"firefox{self._suffix}")
            case "webkit", _:
                return Path("Playwright.exe" if self.system == "win32" else "pw_run.sh")
            case _:
                return Path({"win32": "ffmpeg-win64.exe", "darwin": "ffmpeg-mac"}.get(self.system, "ffmpeg-linux"))

    @property
    def _target(self) -> str:
        arm = self.machine.lower() in {"arm64", "aarch64"}
        return {"win32": "win64", "darwin": "mac-arm64" if arm else "mac-x64"}.get(
            self.system, "linux-arm64" if arm else "linux64"
        )

    @property
    def _suffix(self) -> str:
        return ".exe" if self.system == "win32" else ""


def _underscored(entry: str) -> str:
    return entry.replace("-", "_")


def _browsers_folder(environ: Mapping[str, str]) -> Path:
    chosen = environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    if chosen == "0":
        return driver_folder() / "package" / ".local-browsers"
    if chosen:
        return Path(chosen).absolute()
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"
