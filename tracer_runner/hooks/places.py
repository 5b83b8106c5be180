"""Where a plugin may keep what it can make again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """tracer's folder among the user's caches, made if need be; None where the user has no place for any.

    Compiled code is kept there, so it is never a folder that others may write to.
    """
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tracer"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home at all is a RuntimeError
        return None
    return folder
