"""Settings from environment variables: `TRACER_OUTPUT`, `TRACER_RUN__TIMEOUT`, and `TRACER_BROWSER` for its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracer_runner.errors import SettingsError
from tracer_runner.settings.schema import Choices

PREFIX = "TRACER_"
NESTED = "__"
BROWSER = "TRACER_BROWSER"
"""The short way to say `[browser] executable`."""


def read_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    """What the variables set, shaped as tracer.toml; values are still text where they are no tables."""
    from pydantic import create_model
    from pydantic_settings import BaseSettings, EnvSettingsSource
    from pydantic_settings import SettingsError as Unreadable

    executable = environ.get(BROWSER)
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in Choices.model_fields.items()}
    source = EnvSettingsSource(
        create_model("FromEnviron", __base__=BaseSettings, **fields), env_prefix=PREFIX, env_nested_delimiter=NESTED
    )
    source.env_vars = {name.lower(): value for name, value in environ.items() if name != BROWSER}
    try:
        values = source()
    except Unreadable as error:
        raise SettingsError([f"{error}; tables are written as JSON there"], source="The environment") from error
    if executable:
        browser = values.setdefault("browser", {})
        browser.setdefault("executable", executable)
    return values


def variable(location: tuple[int | str, ...]) -> str:
    """The name of the variable that sets the key at this place."""
    return PREFIX + NESTED.join(str(part) for part in location).upper()
