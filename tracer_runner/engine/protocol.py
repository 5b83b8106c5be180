"""What a supervisor and a runner process say to each other: one JSON object a line, in both directions.

Down (to the runner): `Configure` first, then `Load`, `Execute`, `Cancel`, and `Finish` at the end.
Up (to the supervisor): `Ready`, `Loaded`, `SignedIn`, `Beat`, and the events of `tracer_runner.model.event`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.hooks.manager import Choice
from tracer_runner.model.event import AttemptEvent
from tracer_runner.model.journey import Journey
from tracer_runner.model.record import Record

Keep = Literal["never", "failed", "always"]
"""Whether to record something, and for which outcomes to keep it."""


class Limits(Record):
    """Deadlines in seconds; an inner one is cut to what the outer has left, less half a second."""

    journey: float = 120
    step: float = 30
    action: float = 10
    expect: float = 5


class Capture(Record):
    """The evidence of one attempt. Console, vitals and errors are always kept: they cost nothing."""

    screenshots: Keep = "always"
    har: Keep = "always"
    har_bodies: bool = False
    trace: Keep = "never"
    video: Keep = "never"


class Configure(Record):
    """How the runner works, for all attempts."""

    kind: Literal["configure"] = "configure"
    project: str
    """Paths in results are relative to this folder where they lie inside it."""
    test_id_attribute: str = "data-testid"
    plugins: Choice = Choice()
    warm: BrowserChoice | None = None
    """The browser to launch at once, so that the first attempt finds it warm."""
    headless: bool = True
    slowmo_ms: float = 0
    debugger: bool = False
    """Deadlines are off, and a failed journey stops in the debugger."""
    updating_baselines: bool = False
    """What checks compare with is written anew instead of compared with."""
    egress: str | None = None
    """The proxy that browsers are started behind: `http://127.0.0.1:41234`; None: they go where they like."""


class Load(Record):
    """Import these journey files once, to see that they can be."""

    kind: Literal["load"] = "load"
    journeys: tuple[Journey, ...]


class Execute(Record):
    """Run one attempt."""

    kind: Literal["execute"] = "execute"
    run_id: str
    journey: Journey
    number: int
    params: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    """Those of the journey and of its login."""
    login_params: dict[str, Any] = {}
    session: str | None = None
    """What the journey's login left before (Playwright's storage state, as JSON); None: it signs in itself."""
    environment: str | None = None
    overrides: dict[str, str] = {}
    """Params that were given for this run, as they were written; `params` has their values too."""
    browser: BrowserChoice | None = None
    context: dict[str, Any] = {}
    """Options of Playwright's `new_context`, by their Python names."""
    limits: Limits = Limits()
    capture: Capture = Capture()
    output: str
    """Absolute path of the output folder."""
    folder: str
    """Where this attempt's artifacts go, relative to `output`."""
    egress: str | None = None
    """The way through the egress proxy that is this attempt's own."""


class Cancel(Record):
    """End this run as soon as can be, keeping its evidence."""

    kind: Literal["cancel"] = "cancel"
    run_id: str


class Finish(Record):
    """Close the browsers and end."""

    kind: Literal["finish"] = "finish"


class Ready(Record):
    """The runner takes requests."""

    event: Literal["ready"] = "ready"
    pid: int


class Loaded(Record):
    """The answer to `Load`: one fault (`file:line: …`) for each journey file that cannot be imported."""

    event: Literal["loaded"] = "loaded"
    faults: tuple[str, ...] = ()


class SignedIn(Record):
    """The journey's login was done, and this is the session it made."""

    event: Literal["signed_in"] = "signed_in"
    run_id: str
    session: str
    """Playwright's storage state, as JSON: pages may store what is no valid text otherwise."""


class Beat(Record):
    """The runner's loop turns. It comes every quarter of a second while nothing blocks it."""

    event: Literal["beat"] = "beat"


Request = Annotated[Configure | Load | Execute | Cancel | Finish, Field(discriminator="kind")]
REQUESTS: TypeAdapter[Request] = TypeAdapter(Request)

Message = Annotated[Ready | Loaded | SignedIn | Beat | AttemptEvent, Field(discriminator="event")]
MESSAGES: TypeAdapter[Message] = TypeAdapter(Message)

SETUP_SECONDS = 30.0
"""How long a browser, its context and the journey's module may take."""
SUPERVISOR_GRACE = 10.0
"""How far past a journey's own limit the supervisor waits before it ends the runner."""
BEAT_SECONDS = 0.25
STALL_SECONDS = 1.0
"""A loop that has not turned for so long is stalled."""
