"""Jinja2 as this package uses it: everything is escaped, and a name that is not there is an error."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracer_reports.text import clean


def build_environment() -> Environment:
    """The environment the templates of this package are written for."""
    environment = Environment(
        loader=PackageLoader("tracer_reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_showable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["web_address"] = is_web_address
    return environment


def is_web_address(text: str) -> bool:
    """Whether the text may become a link: http and https only."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not any(sign.isspace() for sign in text)


def _showable(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
