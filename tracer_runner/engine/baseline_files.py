"""Where baselines lie and what they are called: `<folder of the journey's file>/baselines/<key>/<name><ending>`.

Pictures carry browser, system and size of the window in their names, because they differ by each of these.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tracer_runner.model.journey import Journey

FOLDER = "baselines"
PICTURE = ".png"
LONGEST = 60
"""Characters of a name."""
NAMELESS = "page"
"""What a check outside of any step calls its baseline."""
_SYSTEMS = {"darwin": "macos", "win32": "windows"}
_VARIANT = re.compile(r"-[a-z]+-[a-z0-9]+-\d+x\d+$")


def baselines_folder(journey: Journey) -> Path:
    """The folder of one journey's baselines."""
    return folder_beside(Path(journey.path), key=journey.key)


def folder_beside(file: Path, *, key: str) -> Path:
    """The folder of the baselines of what stands in this file and has this key."""
    return file.parent / FOLDER / key


def baseline_name(text: str) -> str:
    """`Open the shop` -> `open-the-shop`; letters of every alphabet stay."""
    return dashed(text)[:LONGEST].strip("-") or NAMELESS


def dashed(text: str) -> str:
    """Words in lower case, with dashes between them."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def picture_variant(browser: str, *, width: int, height: int) -> str:
    """`chromium-linux-1280x720`: what a picture depends on beside the page."""
    return f"{browser}-{_SYSTEMS.get(sys.platform, sys.platform)}-{width}x{height}"


def split_name(file: Path) -> tuple[str, str]:
    """The name of the baseline in this file, and its ending."""
    name, dot, ending = file.name.partition(".")
    return (_VARIANT.sub("", name), PICTURE) if dot + ending == PICTURE else (name, dot + ending)


def replace_files(contents: dict[Path, bytes]) -> None:
    """Write all of these files, or, when the disk does not take one, none."""
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    try:
        for path, part in parts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(contents[path])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def stored_files(folder: Path) -> Iterator[Path]:
    """The baselines in a folder, by name."""
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
