"""Links in Playwright's folder to the system's browsers.

With them a plain `launch()`, Playwright's code generator and pytest-playwright find a browser too, and videos their
ffmpeg, where Playwright's own downloads are not to be had.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tracer_runner.engine.browsers.finding import installed_browsers
from tracer_runner.engine.browsers.places import Places


def link_browsers(*, setting: Path | str | None, places: Places) -> list[Path]:
    """Make the missing links and mend the stale ones; gives those it made. Files of Playwright's own are left alone.

    Only on Linux: elsewhere Playwright's downloads and channels do, and a macOS program does not start through a link.
    """
    if places.system != "linux":
        return []
    found = installed_browsers("chromium", setting=setting, places=places)
    targets = {
        "chromium-headless-shell": found[0].path if found else None,
        "chromium": next((choice.path for choice in found if not choice.headless_only), None),
        "ffmpeg": _ffmpeg(places),
    }
    wanted = ((places.own.executable(entry), Path(target)) for entry, target in targets.items() if target)
    return [link for link, target in wanted if _link(link, target)]


def _link(link: Path, target: Path) -> bool:
    if link == target or (link.exists() and not link.is_symlink()):
        return False
    if link.is_symlink():
        if link.resolve() == target.resolve():
            return False
        link.unlink()
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    return True


def _ffmpeg(places: Places) -> str | None:
    found = shutil.which("ffmpeg", path=places.path)
    if found and _writes_webm(found):
        return found
    if find_spec("imageio_ffmpeg"):
        return str(import_module("imageio_ffmpeg").get_ffmpeg_exe())
    return None


def _writes_webm(ffmpeg: str) -> bool:
    try:
        answer = subprocess.run(
            [ffmpeg, "-hide_banner", "-encoders"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "libvpx" in answer.stdout
