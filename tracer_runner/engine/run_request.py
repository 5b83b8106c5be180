"""What a supervisor is asked to run, and the evidence of each attempt."""

from __future__ import annotations

from typing import Any, Literal

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.protocol import Capture, Execute, Keep, Limits
from tracer_runner.model.journey import Journey
from tracer_runner.model.record import Record
from tracer_runner.settings import CaptureWhen


class CaptureOptions(Record):
    """Which evidence is taken when."""

    screenshots: Literal["on", "failure", "off"] = "on"
    har: CaptureWhen = "retry"
    """Of bodies: a HAR without them is always kept, except with `off`."""
    trace: CaptureWhen = "retry"
    video: CaptureWhen = "off"

    def for_attempt(self, number: int) -> Capture:
        """The evidence of this attempt; attempts count from 1."""
        return Capture(
            screenshots={"on": "always", "failure": "failed", "off": "never"}[self.screenshots],
            har="never" if self.har == "off" else "always",
            har_bodies=_keep(self.har, number) != "never",
            trace=_keep(self.trace, number),
            video=_keep(self.video, number),
        )


class RunRequest(Record):
    """One run to make: everything is decided, nothing needs to be looked up."""

    run_id: str
    journey: Journey
    batch_id: str | None = None
    params: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    """Those of the journey and of its login."""
    login_params: dict[str, Any] = {}
    environment: str | None = None
    overrides: dict[str, str] = {}
    """Params that were given for this run, as they were written."""
    browser: BrowserChoice | None = None
    device: str | None = None
    context: dict[str, Any] = {}
    limits: Limits = Limits()
    capture: CaptureOptions = CaptureOptions()
    retries: int = 0
    output: str
    """Absolute path of the output folder."""

    def execute(self, number: int, *, session: str | None = None) -> Execute:
        """The request of one attempt, that begins with this session, or else signs in first."""
        return Execute(
            run_id=self.run_id,
            journey=self.journey,
            number=number,
            params=self.params,
            secrets=self.secrets,
            login_params=self.login_params,
            session=session,
            environment=self.environment,
            overrides=self.overrides,
            browser=self.browser,
            context=self.context,
            limits=self.limits,
            capture=self.capture.for_attempt(number),
            output=self.output,
            folder=f"runs/{self.journey.key}-{self.run_id[-12:]}/{number}",
        )


def _keep(when: CaptureWhen, number: int) -> Keep:
    if when == "retry":
        return "always" if number > 1 else "never"
    kept: dict[CaptureWhen, Keep] = {"on": "always", "failure": "failed", "off": "never"}
    return kept[when]
