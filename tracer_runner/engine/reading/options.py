"""The options of `@journey` and `step`, with a message of its own for each that is wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import Field, StrictBool, StrictInt, ValidationError

from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.literals import Arguments, pattern_of, read_arguments
from tracer_runner.engine.reading.rules import input_faults, option_faults
from tracer_runner.engine.reading.source import SourceFile
from tracer_runner.model.faults import advice
from tracer_runner.model.journey import JourneyOptions, LoginOptions
from tracer_runner.model.record import Record, Seconds
from tracer_runner.model.tags import parse_tag

R = TypeVar("R", bound=Record)


class StepOptions(Record):
    """What `step` takes."""

    name: str = Field(min_length=1)
    timeout: Seconds | None = Field(default=None, gt=0)
    budget: Seconds | None = Field(default=None, gt=0)
    soft: StrictBool = False
    retries: StrictInt = Field(default=0, ge=0, le=10)
    screenshot: StrictBool = True


@dataclass(frozen=True)
class StepCall:
    """A call of `step`, read."""

    options: StepOptions
    pattern: bool
    """The name is an f-string's."""
    call: ast.Call


@dataclass(frozen=True)
class JourneyCall:
    """A call of `@journey`, read."""

    name: str | None
    """None: none is given."""
    options: JourneyOptions
    call: ast.Call


@dataclass(frozen=True)
class LoginCall:
    """A call of `@login`, read."""

    name: str
    options: LoginOptions
    call: ast.Call


class OptionsReader:
    """Reads calls of `journey`, `login` and `step`; each is read once, and its faults are told once."""

    def __init__(self, faults: LoadFaults) -> None:
        self._faults = faults
        self._steps: dict[ast.Call, StepCall | None] = {}

    def step(self, call: ast.Call, *, file: SourceFile) -> StepCall | None:
        """The options of `step(…)`; None when there are faults in them."""
        if call not in self._steps:
            self._steps[call] = self._read_step(call, file=file)
        return self._steps[call]

    def journey(self, call: ast.Call, *, file: SourceFile) -> JourneyCall | None:
        """The options of `@journey(…)`; None when there are faults in them."""
        found = self._decorator(call, JourneyOptions, rules=option_faults, of="@journey", file=file)
        if found is None:
            return None
        name, options = found
        tags = tuple(dict.fromkeys(parse_tag(tag) for tag in options.tags))
        return JourneyCall(name, options.model_copy(update={"tags": tags}), call)

    def login(self, call: ast.Call, *, file: SourceFile) -> LoginCall | None:
        """The options of `@login(…)`; None when there are faults in them."""
        found = self._decorator(call, LoginOptions, rules=input_faults, of="@login", file=file)
        if found is None:
            return None
        name, options = found
        if name is None:
            self._faults.add('a login has no name; write @login("customer")', file=file.shown, line=call.lineno)
            return None
        return LoginCall(name, options, call)

    def _decorator(
        self,
        call: ast.Call,
        model: type[R],
        *,
        rules: Callable[[R], Iterable[tuple[str, str]]],
        of: str,
        file: SourceFile,
    ) -> tuple[str | None, R] | None:
        """The name, if one is given, and the options; None when there are faults in them."""
        known = {*model.model_fields, "name"}
        arguments = read_arguments(call, of=of, known=known, file=file.shown, faults=self._faults)
        if arguments is None or not self._are_literals(arguments, of=of, file=file):
            return None
        name = arguments.values.pop("name", None)
        if name is not None and not (isinstance(name, str) and name.strip()):
            self._add(f"{of} name={name!r}: write its name as text", "name", arguments, file)
            return None
        options = self._valid(model, arguments.values, arguments=arguments, of=of, file=file)
        if options is None:
            return None
        before = len(self._faults)
        for option, text in rules(options):
            self._add(f"{of} {option}: {text}", option, arguments, file)
        return (name, options) if len(self._faults) == before else None

    def _read_step(self, call: ast.Call, *, file: SourceFile) -> StepCall | None:
        arguments = read_arguments(
            call, of="step", known=StepOptions.model_fields, file=file.shown, faults=self._faults
        )
        if arguments is None:
            return None
        if "name" not in arguments.values:
            self._add('a step has no name; write step("What it does")', "name", arguments, file)
            return None
        name = arguments.values["name"]
        pattern = isinstance(name, ast.JoinedStr)
        values = {**arguments.values, "name": pattern_of(name) if isinstance(name, ast.JoinedStr) else name}
        arguments = Arguments(values, arguments.nodes, call)
        if not self._are_literals(arguments, of="step", file=file):
            return None
        options = self._valid(StepOptions, values, arguments=arguments, of="step", file=file)
        return StepCall(options, pattern, call) if options else None

    def _are_literals(self, arguments: Arguments, *, of: str, file: SourceFile) -> bool:
        patterns = [name for name, value in arguments.values.items() if isinstance(value, ast.JoinedStr)]
        for name in patterns:
            self._add(f"{name}= of {of} is an f-string; write the text itself", name, arguments, file)
        return not patterns

    def _valid(
        self, model: type[R], values: dict[str, Any], *, arguments: Arguments, of: str, file: SourceFile
    ) -> R | None:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            for detail in error.errors():
                option, *inside = (str(part) for part in detail["loc"])
                written = detail["input"] if inside else values[option]
                self._add(f"{of} {option}={written!r}: {_advice(option, advice(detail))}", option, arguments, file)
            return None

    def _add(self, text: str, option: str, arguments: Arguments, file: SourceFile) -> None:
        self._faults.add(text, file=file.shown, line=arguments.line(option))


def _advice(option: str, told: str) -> str:
    if option == "id":
        return "use letters, digits, _ and -, a letter or _ first, at most 100"
    return told
