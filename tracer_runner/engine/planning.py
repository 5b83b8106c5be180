"""From journeys and options to runs: which browser, which values, which limits. Nothing is started here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tracer_runner.engine.browser_need import needs_browser
from tracer_runner.engine.browsers.devices import check_device, known_devices
from tracer_runner.engine.browsers.finding import BrowserChoice, find_browser, parse_browser_name
from tracer_runner.engine.browsers.health import check_video
from tracer_runner.engine.inputs import check_overrides, resolve_params, resolve_secrets
from tracer_runner.engine.protocol import Limits
from tracer_runner.engine.run_request import CaptureOptions, RunRequest
from tracer_runner.engine.verdict import final_run
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.ids import new_id
from tracer_runner.model.journey import Journey, Login
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import Error, Run
from tracer_runner.model.status import RunStatus
from tracer_runner.settings import Settings

NO_LIMIT = 7 * 86_400.0
"""What stands for no deadline while somebody debugs."""


@dataclass(frozen=True)
class RunOptions:
    """What a caller asks for beyond the journeys and the settings; None leaves it to them."""

    environment: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    browser: str | None = None
    device: str | None = None
    retries: int | None = None
    capture: Mapping[str, str] = field(default_factory=dict)
    """Any of `trace`, `video`, `har`, `screenshots`."""
    headed: bool = False
    debugger: bool = False
    repeat: int = 1


@dataclass(frozen=True)
class Plan:
    """What will run, and what cannot."""

    requests: tuple[RunRequest, ...]
    refused: tuple[Run, ...]
    """Runs that are `error` before they begin: a param or secret is missing."""
    warm: BrowserChoice | None
    """The browser most of them need."""


class Planner:
    """Makes requests of journeys."""

    def __init__(
        self,
        settings: Settings,
        *,
        registry: Registry,
        options: RunOptions,
        output: Path,
        batch_id: str | None = None,
    ) -> None:
        """UsageError for an unknown environment, browser or device. `batch_id`: of a batch that has begun already."""
        self._settings = settings
        self._registry = registry
        self._options = options
        self._output = output
        self._environment = settings.environment(options.environment)
        self._browsers: dict[str, BrowserChoice] = {}
        self.batch_id = batch_id or new_id("bat")
        """The batch all of these belong to."""
        if options.device:
            check_device(options.device, devices=self._devices)
        if options.browser:
            parse_browser_name(options.browser)

    def plan(self, journeys: Sequence[Journey]) -> Plan:
        """One run of each journey, or as many as `repeat` says."""
        check_overrides(journeys, environment=self._environment, overrides=self._options.params)
        prepared = [self._prepare(journey) for journey in journeys]
        requests: list[RunRequest] = []
        refused: list[Run] = []
        for request, missing in prepared * self._options.repeat:
            own = request.model_copy(update={"run_id": new_id("run")})
            if missing:
                refused.append(_refuse(own, missing))
            else:
                requests.append(own)
        needed = [request.browser for request in requests if request.browser]
        if any(request.browser and request.capture.video != "off" for request in requests):
            check_video()
        return Plan(tuple(requests), tuple(refused), max(needed, key=needed.count, default=None))

    def _prepare(self, journey: Journey) -> tuple[RunRequest, MissingInput | None]:
        """What all runs of the journey have in common, or why there can be none."""
        request = self._request(journey)
        try:
            return request.model_copy(update=self._inputs(journey)), None
        except MissingInput as missing:
            return request, missing

    @cached_property
    def _devices(self) -> Mapping[str, dict[str, Any]]:
        return known_devices()

    def _request(self, journey: Journey) -> RunRequest:
        run, device = self._settings.run, self._device(journey)
        return RunRequest(
            run_id=new_id("run"),
            journey=journey,
            batch_id=self.batch_id,
            environment=self._options.environment,
            overrides=dict(self._options.params),
            browser=self.browser(journey),
            device=device,
            context=self._context(journey, device=device),
            limits=self._limits(journey),
            capture=CaptureOptions.model_validate(
                {"trace": run.trace, "video": run.video, "har": run.har, "screenshots": run.screenshots}
                | dict(self._options.capture)
            ),
            retries=_first(self._options.retries, journey.retries, run.retries),
            output=str(self._output),
        )

    def _inputs(self, journey: Journey) -> dict[str, Any]:
        params, secrets = self._inputs_of(journey)
        if journey.signs_in is None:
            return {"params": params, "secrets": secrets}
        login_params, login_secrets = self._inputs_of(journey.signs_in)
        return {"params": params, "secrets": {**login_secrets, **secrets}, "login_params": login_params}

    def _inputs_of(self, taker: Journey | Login) -> tuple[dict[str, Any], dict[str, str]]:
        params = resolve_params(taker, environment=self._environment, overrides=self._options.params)
        secrets = resolve_secrets(
            taker,
            environment=self._environment,
            env=os.environ,
            env_file=self._settings.project / self._settings.env_file,
        )
        for kind, values in (("params", params), ("secrets", secrets)):
            _refuse_broken_text(kind, values, source=taker.source)
        return params, secrets

    def browser(self, journey: Journey) -> BrowserChoice | None:
        """The browser it runs in; None when it needs none. BrowserUnavailable when there is none."""
        signing_in = journey.signs_in.arguments if journey.signs_in else ()
        if not needs_browser((*journey.arguments, *journey.cleanup_arguments, *signing_in), self._registry):
            return None
        name = self._options.browser or journey.browser or self._settings.browser.name
        if name not in self._browsers:
            executable = self._settings.browser.executable
            try:
                self._browsers[name] = find_browser(
                    name, setting=str(executable) if executable else None, headed=self._options.headed
                )
            except UsageError as fault:
                raise UsageError(f"{journey.source}: {fault.message}", hint=fault.hint) from fault
        return self._browsers[name]

    def _device(self, journey: Journey) -> str | None:
        if journey.device and not self._options.device:
            try:
                check_device(journey.device, devices=self._devices)
            except UsageError as fault:
                raise UsageError(f"{journey.source}: {fault.message}", hint=fault.hint) from fault
        return self._options.device or journey.device or self._settings.browser.device

    def _context(self, journey: Journey, *, device: str | None) -> dict[str, Any]:
        descriptor = dict(self._devices.get(device, {})) if device else {}
        descriptor.pop("default_browser_type", None)
        return {
            **self._registry.context_options.options,
            **descriptor,
            **self._settings.browser.context,
            **journey.context,
        }

    def _limits(self, journey: Journey) -> Limits:
        run = self._settings.run
        if self._options.debugger:  # what waits for the page still fails, so that there is something to stop at
            return Limits(journey=NO_LIMIT, step=NO_LIMIT, action=run.action_timeout, expect=run.expect_timeout)
        return Limits(
            journey=journey.timeout or run.timeout,
            step=run.step_timeout,
            action=run.action_timeout,
            expect=run.expect_timeout,
        )


def _refuse_broken_text(kind: str, values: Mapping[str, Any], *, source: SourceRef) -> None:
    for name, value in values.items():
        try:
            str(value).encode()
        except UnicodeEncodeError as fault:
            raise UsageError(
                f"{source}: the value of {name!r} among the {kind} is no valid text.", hint="Give it in UTF-8."
            ) from fault


def _refuse(request: RunRequest, missing: MissingInput) -> Run:
    now = datetime.now(UTC)
    error = Error(class_=missing.kind, message=missing.message, hint=missing.hint)
    return final_run(
        request, attempts=(), reruns=0, started_at=now, finished_at=now, status=RunStatus.ERROR, error=error
    )


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
