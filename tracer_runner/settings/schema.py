"""What a project may set, with its defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from tracer_runner.errors import UsageError
from tracer_runner.model.record import Record, Seconds
from tracer_runner.model.suggestion import suggest
from tracer_runner.settings.context_options import context_faults
from tracer_runner.settings.egress import EgressSettings

CaptureWhen = Literal["on", "failure", "retry", "off"]
"""When to keep it: always; of attempts that did not pass; of attempts after the first; never."""


class BrowserSettings(Record):
    """`[browser]`: in what journeys run, where they do not say it themselves."""

    name: Literal["chromium", "firefox", "webkit"] = "chromium"
    executable: Path | None = None
    """The browser's program, where neither Playwright's nor the system's will do; relative to the project."""
    device: str | None = None
    """A device Playwright knows (`iPhone 15`)."""
    context: dict[str, Any] = {}
    """Playwright's context options, by their Python names (`locale`, `viewport`, …)."""
    test_id_attribute: str = Field(default="data-testid", min_length=1)
    """What `get_by_test_id` looks at."""

    @field_validator("context")
    @classmethod
    def _fits_playwright(cls, context: dict[str, Any]) -> dict[str, Any]:
        faults = list(context_faults(context))
        if faults:
            raise ValueError("; ".join(faults))
        return context


class RunSettings(Record):
    """`[run]`: limits, tries and evidence."""

    timeout: Seconds = Field(default=120.0, gt=0)
    """Of a journey."""
    step_timeout: Seconds = Field(default=30.0, gt=0)
    action_timeout: Seconds = Field(default=10.0, gt=0)
    """Of one click, fill, goto, …"""
    expect_timeout: Seconds = Field(default=5.0, gt=0)
    retries: int = Field(default=0, ge=0, le=10)
    """How often a run is tried again when it did not pass."""
    workers: int = Field(default=1, ge=1)
    """Runner processes."""
    concurrency: int | None = Field(default=None, ge=1)
    """Journeys at once, in all runner processes together; None: one per core."""
    trace: CaptureWhen = "retry"
    video: CaptureWhen = "off"
    har: CaptureWhen = "retry"
    """Of the network with bodies; without them it is always kept, except with `off`."""
    screenshots: Literal["on", "failure", "off"] = "on"
    """After each step; of failed steps only; never."""


class EnvironmentSettings(Record):
    """`[environments.NAME]`: what is different there."""

    params: dict[str, Any] = {}
    """Values over those of the journey files."""
    secrets: dict[str, str] = {}
    """The name of a secret, and the environment variable that holds it there."""


class PluginSettings(Record):
    """`[plugins]`: beside those that are installed."""

    files: tuple[str, ...] = ()
    """Python files of the project that are plugins: `plugins/no_lorem_ipsum.py`."""
    disabled: tuple[str, ...] = ()
    """Plugins that are not used, by the names `tracer plugins list` shows."""


class Choices(Record):
    """Everything that can be set."""

    journeys: str = Field(default="journeys", min_length=1)
    """The folder of the journey files."""
    output: str = Field(default="tracer-results", min_length=1)
    """The folder of results and artifacts."""
    env_file: str = ".env"
    """A file of `NAME=value` lines; secrets are looked for in it after the environment variables."""
    browser: BrowserSettings = BrowserSettings()
    run: RunSettings = RunSettings()
    plugins: PluginSettings = PluginSettings()
    egress: EgressSettings = EgressSettings()
    environments: dict[str, EnvironmentSettings] = {}


class Settings(Choices):
    """The settings of one project. Paths in them start at the project."""

    project: Path
    """The folder of tracer.toml; without one, the folder where the search began. Absolute."""

    @property
    def journeys_folder(self) -> Path:
        """Where the journey files are."""
        return self.project / self.journeys

    @property
    def output_folder(self) -> Path:
        """Where results and artifacts go."""
        return self.project / self.output

    def environment(self, name: str | None) -> EnvironmentSettings | None:
        """The environment of this name, None for no name; UsageError when there is none of it."""
        if name is None:
            return None
        if name not in self.environments:
            raise UsageError(
                f'There is no environment "{name}": {suggest(name, known=self.environments)}',
                hint=f"Add [environments.{name}] to tracer.toml, or use one that is there.",
            )
        return self.environments[name]
