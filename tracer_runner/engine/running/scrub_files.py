"""Secrets taken out of files: HAR, trace archives, and what a journey keeps. What cannot be scrubbed is not kept."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tracer_runner.engine.running.scrubber import Scrubber

_PICTURES = (".jpeg", ".jpg", ".png", ".webp")


def scrub_json(path: Path, scrubber: Scrubber) -> None:
    """A JSON document, such as a HAR, in place."""
    document = json.loads(path.read_text(encoding="utf-8"))
    _replace(path, json.dumps(scrubber.value(document), ensure_ascii=False).encode())


def scrub_trace(path: Path, scrubber: Scrubber, *, without_pictures: bool) -> None:
    """A trace archive, in place; `without_pictures`: its film strip goes, because it shows a secret."""
    part = path.with_suffix(".part")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if without_pictures and entry.filename.endswith(_PICTURES):
                continue
            data = source.read(entry)
            is_lines = entry.filename.endswith((".trace", ".network", ".stacks"))
            target.writestr(entry.filename, _lines(data, scrubber) if is_lines else scrub_bytes(data, scrubber) or b"")
    part.replace(path)


def scrub_bytes(data: bytes, scrubber: Scrubber) -> bytes | None:
    """Text with every secret masked; other data as it is, or None when a secret stands in it."""
    try:
        return scrubber.text(data.decode()).encode()
    except UnicodeDecodeError:
        # Latin-1 has a character for every byte, so a secret in ASCII is found in any data.
        return None if scrubber.found(data.decode("latin-1")) else data


def _lines(data: bytes, scrubber: Scrubber) -> bytes:
    """A JSON value on each line."""
    lines = (line for line in data.decode().splitlines() if line)
    return "\n".join(json.dumps(scrubber.value(json.loads(line)), ensure_ascii=False) for line in lines).encode()


def _replace(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
