"""What the options of a journey must hold to beyond their types."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tracer_runner.errors import UsageError
from tracer_runner.model.journey import Inputs, JourneyOptions
from tracer_runner.model.suggestion import suggest
from tracer_runner.model.tags import parse_tag
from tracer_runner.settings.context_options import context_faults

PARAMS_METHODS = frozenset({"copy", "get", "items", "keys", "values"})
SECRETS_METHODS = frozenset({"get", "totp"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CRON_FIELD = re.compile(r"[0-9A-Za-z*/,#?-]+")


def option_faults(options: JourneyOptions) -> Iterator[tuple[str, str]]:
    """The option and what is wrong with it."""
    yield from (("tags", text) for text in _tag_faults(options.tags))
    yield from _schedule_faults(options)
    yield from input_faults(options)
    yield from _browser_faults(options)
    if options.login is not None and "storage_state" in options.context:
        yield "login", "context={…} has a storage_state too; keep one of them"


def input_faults(options: Inputs) -> Iterator[tuple[str, str]]:
    """The same of what a journey or a login is given."""
    yield from (("params", text) for text in _params_faults(options.params))
    yield from (("secrets", text) for text in _name_faults(options.secrets, taken=SECRETS_METHODS, of="secrets"))


def _tag_faults(tags: Collection[str]) -> Iterator[str]:
    for tag in tags:
        try:
            parse_tag(tag)
        except ValueError as error:
            yield str(error)


def _schedule_faults(options: JourneyOptions) -> Iterator[tuple[str, str]]:
    if options.every is not None and options.cron is not None:
        yield "cron", "every and cron are both given; keep one of them"
    if options.cron is not None:
        fields = options.cron.split()
        if len(fields) != 5 or not all(map(_CRON_FIELD.fullmatch, fields)):
            yield "cron", f'{options.cron!r} is no cron line; write five fields, e.g. "*/5 * * * *"'
    if options.timezone is not None and not _is_timezone(options.timezone):
        yield "timezone", f'there is no time zone "{options.timezone}": {suggest(options.timezone, known=_timezones())}'


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # where the system has no time zones at all, nobody can tell
        return not _timezones()
    return True


def _timezones() -> Collection[str]:
    return available_timezones()


def _params_faults(params: Mapping[str, Any]) -> Iterator[str]:
    yield from _name_faults(params, taken=PARAMS_METHODS, of="params")
    for name, value in params.items():
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            yield f'"{name}" is {value!r}; write text, a number, True, False, None, a list or a dict of these'


def _name_faults(names: Collection[str], *, taken: Collection[str], of: str) -> Iterator[str]:
    for name in names:
        if not _NAME.fullmatch(name):
            yield f'"{name}" cannot be read as {of}.{name}; use letters, digits and _, a letter first'
        elif name in taken:
            yield f'"{name}" is what {of} itself offers as {of}.{name}(…); use another name'


def _browser_faults(options: JourneyOptions) -> Iterator[tuple[str, str]]:
    from tracer_runner.engine.browsers.devices import check_device
    from tracer_runner.engine.browsers.finding import parse_browser_name

    for option, name, check in (
        ("browser", options.browser, parse_browser_name),
        ("device", options.device, check_device),
    ):
        if name is not None:
            try:
                check(name)
            except UsageError as error:
                yield option, " ".join(part for part in (error.message, error.hint) if part)
    yield from (("context", text) for text in context_faults(options.context))
