"""The journeys of a file, read from its syntax tree: nothing of it is executed."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from tracer_runner.engine.reading.arguments import asked_for
from tracer_runner.engine.reading.faults import LoadFaults
from tracer_runner.engine.reading.found import Finder, FoundJourney, FoundLogin
from tracer_runner.engine.reading.logins import Logins, login_step
from tracer_runner.engine.reading.names import Names
from tracer_runner.engine.reading.options import JourneyCall, LoginCall, OptionsReader
from tracer_runner.engine.reading.scope import Function, FunctionNode
from tracer_runner.engine.reading.source import SourceFile, SourceFiles
from tracer_runner.engine.reading.steps import FunctionOutline, StepReader
from tracer_runner.engine.reading.usage import UsageReader, Use
from tracer_runner.hooks.contracts.arguments import BUILT_IN
from tracer_runner.hooks.judging import call_fault
from tracer_runner.hooks.registry import Assertions
from tracer_runner.model.journey import Journey, Login
from tracer_runner.model.suggestion import suggest


@dataclass(frozen=True)
class _Reading:
    """What a function with arguments of tracer's asks for and does."""

    arguments: tuple[str, ...]
    outline: FunctionOutline
    uses: tuple[Use, ...]

    def names(self, kind: str) -> tuple[str, ...]:
        """What it reads of this kind."""
        return _names_of(kind, self.uses)


class Outliner:
    """Reads journeys and logins; what is wrong goes to `faults`, and one with faults is left out."""

    def __init__(
        self,
        files: SourceFiles,
        *,
        faults: LoadFaults,
        arguments: Collection[str] = (),
        assertions: Assertions | None = None,
    ) -> None:
        """`arguments` are those of plugins. `assertions`: what `check` offers; None when that is not known."""
        self._faults = faults
        self._arguments = BUILT_IN | set(arguments)
        self._assertions = assertions
        self._checks = assertions.names if assertions is not None else frozenset()
        self._names = Names(files)
        self._options = OptionsReader(faults)
        self._steps = StepReader(names=self._names, options=self._options, faults=faults)
        self._usage = UsageReader(self._names)
        self._finder = Finder(self._names, faults)
        self._logins = Logins(files, read=self._read_logins, faults=faults)

    def journeys(self, file: SourceFile) -> tuple[Journey, ...]:
        """The journeys of this file, in its order."""
        self._names.read_imports(file)
        for function in self._finder.functions(file):
            list(self._steps.step_calls(function))
        self._check_assertions(self._usage.uses(file.tree, scope=file.scope))
        self._logins.of(file)
        journeys = [self._journey(found, file=file) for found in self._finder.journeys(file)]
        return tuple(journey for journey in journeys if journey)

    def _journey(self, found: FoundJourney, *, file: SourceFile) -> Journey | None:
        before = len(self._faults)
        call = self._options.journey(found.call, file=file)
        own = self._reading(found.node, of="a journey", file=file)
        cleanups = [self._reading(node, of="a cleanup", file=file) for node in found.cleanups]
        uses = [use for reading in (own, *cleanups) for use in reading.uses]
        login = None
        if call:
            self._check_secrets(uses, call=call, of="@journey", file=file, function=found.node.name)
            if call.options.login is not None:
                login = self._logins.find(call.options.login, file=file, line=found.call.lineno)
        if call is None or len(self._faults) > before:
            return None
        own_checks = _names_of("check", [*uses, *self._usage.uses(file.tree, scope=file.scope)])
        return Journey(
            **dict(call.options),
            key=call.options.id or found.node.name,
            name=call.name or _in_words(found.node.name),
            description=ast.get_docstring(found.node) or ast.get_docstring(file.tree) or "",
            function=found.node.name,
            source=file.ref(found.call),
            path=str(file.path),
            root=str(file.root),
            arguments=own.arguments,
            cleanup_arguments=tuple(dict.fromkeys(name for reading in cleanups for name in reading.arguments)),
            checks=tuple(sorted({*own_checks, *(login.checks if login else ())})),
            used_params=_names_of("params", uses),
            used_secrets=_names_of("secrets", uses),
            signs_in=login,
            steps=(*((login_step(login),) if login else ()), *own.outline.steps),
        )

    def _read_logins(self, file: SourceFile) -> tuple[Login, ...]:
        logins = [self._login(found, file=file) for found in self._finder.logins(file)]
        return tuple(login for login in logins if login)

    def _login(self, found: FoundLogin, *, file: SourceFile) -> Login | None:
        before = len(self._faults)
        call = self._options.login(found.call, file=file)
        own = self._reading(found.node, of="a login", file=file)
        if call:
            self._check_secrets(own.uses, call=call, of="@login", file=file, function=found.node.name)
        if call is None or len(self._faults) > before:
            return None
        return Login(
            **dict(call.options),
            name=call.name,
            function=found.node.name,
            source=file.ref(found.call),
            path=str(file.path),
            arguments=own.arguments,
            checks=own.names("check"),
            used_params=own.names("params"),
            steps=own.outline.steps,
        )

    def _reading(self, node: FunctionNode, *, of: str, file: SourceFile) -> _Reading:
        arguments = asked_for(node, known=self._arguments, of=of, file=file.shown, faults=self._faults)
        outline = self._steps.outline(Function(node, file.scope))
        followed = outline.followed.items()
        uses = tuple(use for part, function in followed for use in self._usage.uses(part, scope=function.scope))
        self._check_assertions(uses)
        return _Reading(arguments, outline, uses)

    def _check_assertions(self, uses: Iterable[Use]) -> None:
        known = self._assertions
        for use in uses:
            if known is None or use.kind != "check":
                continue
            if use.name not in self._checks and use.call is None:
                text = f"there is no check.{use.name}: {suggest(use.name, known=self._checks)}"
                self._faults.add(text, file=use.source.file, line=use.source.line)
            elif use.call and (fault := _fault_of_call(known, use.name, use.call)):
                self._faults.add(f"check.{use.name}: {fault}", file=use.source.file, line=use.source.line)

    def _check_secrets(
        self, uses: Iterable[Use], *, call: JourneyCall | LoginCall, of: str, file: SourceFile, function: str
    ) -> None:
        where = f"{of} over {function} ({file.ref(call.call)})"
        for use in uses:
            if use.kind == "secrets" and use.name not in call.options.secrets:
                text = f'the secret {use.name} is not declared; add "{use.name}" to secrets=[…] of {where}'
                self._faults.add(text, file=use.source.file, line=use.source.line)


def _fault_of_call(assertions: Assertions, name: str, call: ast.Call) -> str | None:
    """What is wrong with the parameters; those whose values are no literals are known when it runs."""
    given: dict[str, Any] = {}
    open_values = []
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        try:
            given[keyword.arg] = ast.literal_eval(keyword.value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            open_values.append(keyword.arg)
    return call_fault(assertions, name, given, of_page=not call.args, open_values=open_values)


def _names_of(kind: str, uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(sorted({use.name for use in uses if use.kind == kind}))


def _in_words(function: str) -> str:
    """`open_the_shop` -> `Open the shop`"""
    words = " ".join(function.split("_")).strip()
    return words[:1].upper() + words[1:] if words else function
