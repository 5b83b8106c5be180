"""What a journey is, read from its file without executing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from tracer_runner.model.record import Record, Seconds, SourceRef, Text


class Step(Record):
    """One named part of a journey, as it stands in the file."""

    name: str
    """The literal name; of an f-string its pattern (`Buy {product}`)."""
    source: SourceRef
    pattern: bool = False
    """The name is a pattern: names at run time are known only when it runs."""
    repeats: bool = False
    """It stands in a loop: it may run any number of times."""
    optional: bool = False
    """It stands in a branch: it may not run at all."""
    timeout: Seconds | None = None
    budget: Seconds | None = None
    soft: bool = False
    retries: int = 0
    steps: tuple[Step, ...] = ()
    """The steps inside this one, in order."""


class Inputs(Record):
    """What a function is given from outside: values by name."""

    params: dict[str, Any] = {}
    secrets: tuple[str, ...] = ()


class LoginOptions(Inputs):
    """The options of `@login`, beside its name. All are literals in the file."""

    max_age: Seconds = Field(default=3600.0, gt=0)
    """How long the session it makes is used."""
    timeout: Seconds | None = Field(default=None, gt=0)


class Login(LoginOptions):
    """A function that signs in, and whose session is handed to journeys."""

    name: Text
    function: str
    source: SourceRef
    path: str
    """Absolute path of the file."""
    arguments: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    used_params: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def step_name(self) -> str:
        """What the step is called in which it is done."""
        return f"Log in as {self.name}"

    @property
    def spoken(self) -> str:
        """What messages call it."""
        return f'login "{self.name}" ({self.source})'


class JourneyOptions(Inputs):
    """The options of `@journey`, beside its name. All are literals in the file."""

    id: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,99}$")
    tags: tuple[str, ...] = ()
    every: Seconds | None = Field(default=None, gt=0)
    cron: str | None = None
    timezone: str | None = None
    locations: tuple[str, ...] = ()
    login: str | None = None
    """The name of the login whose session it begins with."""
    browser: str | None = None
    device: str | None = None
    context: dict[str, Any] = {}
    timeout: Seconds | None = Field(default=None, gt=0)
    retries: int | None = Field(default=None, ge=0, le=10)
    owner: str | None = None
    runbook: str | None = None
    idempotent: bool = False


class Journey(JourneyOptions):
    """A named user path in a Python step file."""

    key: str
    """`id=` or the function's name; unique in the project."""
    name: Text
    description: Text = ""
    """The docstring of the function, else that of the file."""
    function: str
    source: SourceRef
    path: str
    """Absolute path of the file."""
    root: str
    """Absolute path of the journeys folder: sibling modules are imported from here."""
    arguments: tuple[str, ...] = ()
    """What the function asks for by name: `page`, `params`, …"""
    cleanup_arguments: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    """The assertions it calls as `check.<name>`, in this file or in the step functions it uses."""
    used_params: tuple[str, ...] = ()
    """The names it reads as `params.<name>`: each must have a value before it starts."""
    used_secrets: tuple[str, ...] = ()
    signs_in: Login | None = None
    """The login that `login` names."""
    steps: tuple[Step, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are executed for it, beside what they import."""
        return (self.path, self.signs_in.path) if self.signs_in else (self.path,)

    @property
    def spoken(self) -> str:
        """What messages call it."""
        return f'journey "{self.name}" ({self.source})'

    @property
    def location(self) -> str:
        """`journeys/checkout.py::checkout`: what a person types to run just this one."""
        return f"{self.source.file}::{self.function}"


def walk(steps: tuple[Step, ...], depth: int = 0) -> Iterator[tuple[Step, int]]:
    """Each step with its depth, in the order of the file."""
    for step in steps:
        yield step, depth
        yield from walk(step.steps, depth + 1)
