"""The user's project as pytest's session sees it: settings, plugins, journeys, and where results go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from tracer_runner.engine.planning import Planner, RunOptions
from tracer_runner.engine.reading.discovery import read_journeys, taken_key
from tracer_runner.errors import LoadError
from tracer_runner.hooks import NAME
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.hooks.manager import Choice, Plugins, build_registry, chosen, load_plugins
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.journey import Journey
from tracer_runner.pytest_plugin.options import Wishes
from tracer_runner.pytest_plugin.warnings import warn
from tracer_runner.services.run_options import parse_params, parse_reports
from tracer_runner.settings import Settings, load_settings


class Project:
    """Made from what was asked for; each part is looked up when it is first needed."""

    def __init__(self, wishes: Wishes, *, start: Path, batch_id: str) -> None:
        """`start` is where tracer.toml is looked for, and in the folders above it."""
        self.wishes = wishes
        self.batch_id = batch_id
        self._start = start
        self._by_key: dict[str, Journey] = {}
        self._read: dict[Path, tuple[Journey, ...] | LoadError] = {}

    @cached_property
    def settings(self) -> Settings:
        """Of the project."""
        return load_settings(self._start)

    @cached_property
    def choice(self) -> Choice:
        """Which plugins of tracer are used."""
        return chosen(self.settings)

    @cached_property
    def plugins(self) -> Plugins:
        """Those that could be loaded."""
        return load_plugins(NAME, choice=self.choice, warn=warn)

    @cached_property
    def registry(self) -> Registry:
        """What they offer; PluginLoadError tells all that is wrong with them."""
        return build_registry(self.plugins)

    @cached_property
    def output(self) -> Path:
        """Where results and artifacts go."""
        return Path(self.wishes.output).absolute() if self.wishes.output else self.settings.output_folder

    @property
    def shown_output(self) -> str:
        """The same as the user would type it."""
        here = Path.cwd()
        return self.output.relative_to(here).as_posix() if self.output.is_relative_to(here) else str(self.output)

    @cached_property
    def options(self) -> RunOptions:
        """What the command line says of all runs."""
        return RunOptions(
            environment=self.wishes.environment,
            params=parse_params(self.wishes.params, option="--tracer-param"),
            retries=self.wishes.retries,
            capture=self.wishes.capture,
            headed=self.wishes.headed,
            debugger=self.wishes.debugger,
        )

    @cached_property
    def planner(self) -> Planner:
        """Makes requests of journeys."""
        return self.planner_for(self.options)

    @cached_property
    def reports(self) -> Sequence[tuple[Reporter, Path | None]]:
        """The reporters that were asked for, each with where it writes."""
        return parse_reports(
            self.wishes.reports,
            registry=self.registry,
            disabled=self.choice.disabled,
            output=self.output,
            option="--tracer-report",
        )

    def planner_for(self, options: RunOptions) -> Planner:
        """One whose runs belong to this session."""
        return Planner(
            self.settings, registry=self.registry, options=options, output=self.output, batch_id=self.batch_id
        )

    def check(self) -> None:
        """Look at every option that was given; UsageError says what is wrong with it."""
        assert self.planner
        assert self.reports is not None

    def read(self, file: Path, *, folder: Path | None = None) -> tuple[Journey, ...]:
        """The journeys of this file; LoadError tells all that is wrong in it. `folder` is the journeys folder."""
        if file not in self._read:
            try:
                self._read[file] = self._read_once(file, folder=folder)
            except LoadError as fault:
                self._read[file] = fault
        found = self._read[file]
        if isinstance(found, LoadError):
            raise found
        return found

    def _read_once(self, file: Path, *, folder: Path | None) -> tuple[Journey, ...]:
        settings = self.settings.model_copy(update={"journeys": str(folder)}) if folder else self.settings
        found = read_journeys(
            [str(file)],
            settings=settings,
            arguments=self.registry.arguments,
            assertions=self.registry.assertions,
            may_be_none=True,
        )
        doubles = []
        for journey in found:
            other = self._by_key.setdefault(journey.key, journey)
            if (other.path, other.function) != (journey.path, journey.function):
                doubles.append(f"{journey.source}: {taken_key(journey, by=other)}")
        if doubles:
            raise LoadError(doubles)
        return found
