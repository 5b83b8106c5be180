"""Style sheet, scripts and drawings of the pages.

All are read once, at the start, and found by name among these: a path from outside never touches the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from tracer_runner.demo.exchange import Response

CONTENT_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
    }
)


def load_files() -> Mapping[str, Response]:
    """Every file of `static/` that pages may ask for, by its name."""
    found = {}
    for file in resources.files("tracer_runner.demo").joinpath("static").iterdir():
        content_type = CONTENT_TYPES.get(file.name.rpartition(".")[2])
        if content_type:
            found[file.name] = file_response(file.read_bytes(), content_type=content_type)
    return MappingProxyType(found)


def file_response(body: bytes, *, content_type: str) -> Response:
    """A file; an SVG one may hold nothing that runs or loads."""
    response = Response(200, body, content_type)
    if content_type == CONTENT_TYPES["svg"]:
        return response.with_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
    return response
