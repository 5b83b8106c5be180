"""Jinja2 as this package uses it: everything is escaped, and a name that is not there is an error."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from tracer_runner.hooks.places import cache_folder
from tracer_runner.model.text import clean

ROWS, COLUMNS = 20, 80
"""Text of more rows is folded; how many signs a row is thought to have."""


def build_environment() -> Environment:
    """The environment the templates of this package are written for."""
    environment = Environment(
        bytecode_cache=_cache(),
        loader=PackageLoader("tracer_reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_showable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web_address"] = is_web_address
    environment.tests["tall"] = is_tall
    return environment


def is_web_address(text: str) -> bool:
    """Whether the text may become a link: http and https only."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(sign.isspace() for sign in text)


def is_tall(text: str) -> bool:
    """Whether the text takes more than twenty lines or so, as wide as most places are."""
    return sum(1 + len(line) // COLUMNS for line in text.split("\n")) > ROWS


class _Cache(FileSystemBytecodeCache):
    """Compiled templates of last time: compiling takes longer than writing a report."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk is no reason to go without a report
            super().dump_bytecode(bucket)


def _cache() -> _Cache | None:
    folder = cache_folder()
    return _Cache(str(folder), "template-%s.cache") if folder else None


def _showable(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
