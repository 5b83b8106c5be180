"""The params and secrets of a run, from where they are set."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.model.journey import Journey
from tracer_runner.model.suggestion import suggest
from tracer_runner.settings import EnvironmentSettings

SHORTEST_SECRET = 4
"""Shorter values are refused: hiding them in results would hide half of every text."""
_TRUTH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


class Taker(Protocol):
    """What is given params and secrets: a journey, its login, a test."""

    @property
    def params(self) -> Mapping[str, Any]:
        """Its own values; None where one has to be given."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of those it may have."""

    @property
    def used_params(self) -> tuple[str, ...]:
        """What it is known to read."""

    @property
    def spoken(self) -> str:
        """What messages call it."""


def resolve_params(
    taker: Taker, *, environment: EnvironmentSettings | None, overrides: Mapping[str, Any]
) -> dict[str, Any]:
    """The params of a journey, its login or a test: those of its file, then the environment's, then `overrides`.

    A text takes the type of the file's value (`--param retries=3` is a number where the file has one); UsageError when
    it does not fit. MissingInput names every param that is declared as None, or read, and has no value.
    """
    given = {**(environment.params if environment else {}), **overrides}
    params = dict(taker.params)
    for name, value in given.items():
        params[name] = _fitted(value, name=name, like=taker.params.get(name), taker=taker)
    needed = dict.fromkeys([*taker.params, *taker.used_params])
    missing = [name for name in needed if params.get(name) is None and (name in taker.params or name not in params)]
    if missing:
        raise MissingInput(
            "MissingParam",
            f"The {taker.spoken} has no value for {_spoken('param', missing)}.",
            hint=f"Pass `{' '.join(f'--param {name}=…' for name in missing)}`, or set it in `params={{…}}` over its"
            " function, or in params of `[environments.NAME]` in tracer.toml.",
        )
    return params


def check_overrides(
    journeys: Iterable[Journey], *, environment: EnvironmentSettings | None, overrides: Iterable[str]
) -> None:
    """UsageError for an override that none of these journeys has a param for: most likely it is misspelt."""
    known = set(environment.params if environment else ())
    for journey in journeys:
        for taker in (journey, journey.signs_in):
            known.update(*((taker.params, taker.used_params) if taker else ()))
    for name in overrides:
        if name not in known:
            raise UsageError(
                f'No journey has the param "{name}": {suggest(name, known=known)}',
                hint="Declare it in the journey: params={…}.",
            )


def resolve_secrets(
    taker: Taker, *, environment: EnvironmentSettings | None, env: Mapping[str, str], env_file: Path
) -> dict[str, str]:
    """The values of the secrets it declares: from `env` (environment variables), then from `.env`.

    MissingInput names all that have no value, or one too short to be kept out of results.
    """
    variables = {name: (environment.secrets if environment else {}).get(name, name) for name in taker.secrets}
    values = {**_from_file(env_file), **env} if variables else {}
    found = {name: values.get(variable) or "" for name, variable in variables.items()}
    missing = [name for name, value in found.items() if not value]
    short = [name for name, value in found.items() if 0 < len(value) < SHORTEST_SECRET]
    if missing or short:
        raise _no_secrets(taker, missing=missing, short=short, variables=variables, env_file=env_file)
    return found


def _no_secrets(
    taker: Taker, *, missing: list[str], short: list[str], variables: Mapping[str, str], env_file: Path
) -> MissingInput:
    def spoken(names: list[str]) -> str:
        read = {name: variables[name] for name in names}
        return _spoken("secret", [name if name == read[name] else f"{name} (read from {read[name]})" for name in names])

    faults = [f"has no value for {spoken(missing)}"] if missing else []
    if short:
        faults.append(f"has a value under {SHORTEST_SECRET} characters for {spoken(short)}")
    commands = "; ".join(f"`export {variables[name]}=…`" for name in (*missing, *short))
    return MissingInput(
        "MissingSecret",
        f"The {taker.spoken} {' and '.join(faults)}.",
        hint=f"Type {commands}, or write {'them' if len(missing + short) > 1 else 'it'} in {env_file.name}.",
    )


def _from_file(env_file: Path) -> dict[str, str]:
    from dotenv import dotenv_values

    if not env_file.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(env_file, interpolate=False).items() if value is not None}
    except UnicodeDecodeError as error:
        raise UsageError(f"{env_file} is not UTF-8.", hint="Save it as UTF-8.") from error


def _fitted(value: Any, *, name: str, like: Any, taker: Taker) -> Any:
    """A text as the kind of value the file has."""
    if not isinstance(value, str) or like is None or isinstance(like, str):
        return value
    try:
        return _parsed(value, like=like)
    except (ValueError, KeyError) as error:
        raise UsageError(
            f"The param {name} of the {taker.spoken} takes {_kind(like)}, and {value!r} is none.",
            hint=f"Its value there is {like!r}; write one like it.",
        ) from error


def _parsed(text: str, *, like: Any) -> Any:
    if isinstance(like, bool):
        return _TRUTH[text.strip().lower()]
    if isinstance(like, int | float):
        number = type(like)(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    value = json.loads(text)
    if not isinstance(value, dict if isinstance(like, dict) else list):
        raise ValueError(text)  # noqa: TRY004 - the text is wrong, not a type of ours
    return value


def _kind(like: Any) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", dict: "a JSON object"}
    return names.get(type(like), "a JSON list")


def _spoken(kind: str, names: list[str]) -> str:
    return f"the {kind}{'s' if len(names) > 1 else ''} {', '.join(names)}"
