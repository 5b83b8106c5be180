"""What an assertion sees of the pages of a journey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from tracer_runner.model.run import ConsoleMessage, NetworkRequest, WebVitals

R = TypeVar("R")


@dataclass(frozen=True)
class PageRequest:
    """One request that a page made."""

    url: str
    page_url: str
    """Where the page was that asked; for the document of the page itself this is its own URL."""


class Baseline(Protocol):
    """What was right when somebody last looked: a file beside the journey files."""

    @property
    def updating(self) -> bool:
        """`tracer baselines update` is running: write what is there now, and pass."""

    @property
    def shown(self) -> str:
        """Its path as the user would type it."""

    @property
    def renewal(self) -> str:
        """What the user types to renew it: `tracer baselines update journeys/checkout.py::checkout`."""

    def read(self) -> bytes | None:
        """What it holds, or None when there is none yet."""

    def write(self, data: bytes) -> None:
        """Hold this from now on. It is kept when the journey ends well; until then `read` gives it back.

        Secrets in text are masked. MissingInput for a picture on which a secret can be read; UsageError when another
        check of the journey has already written something else here.
        """


class PageObservation(Protocol):
    """The page in front, and what the pages of this attempt did so far.

    UsageError from everything that looks at the page in front when none is open, so that nothing passes unseen.
    """

    @property
    def url(self) -> str:
        """Of the page in front."""

    @property
    def console(self) -> Sequence[ConsoleMessage]:
        """Everything pages wrote since the attempt began; uncaught exceptions among it."""

    @property
    def failed_requests(self) -> Sequence[NetworkRequest]:
        """Requests without an answer, or with one of 400 and above, for assertions that observe `requests`."""

    @property
    def requests(self) -> Sequence[PageRequest]:
        """What was asked for since the attempt began and has ended, for assertions that observe `requests`."""

    @property
    def vitals(self) -> WebVitals | None:
        """Web vitals of the page in front so far; None where the browser gives none."""

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        """The value of a JavaScript expression or function in the page in front; promises are awaited.

        Secrets in it are masked.
        """

    def wait(self, seconds: float) -> None:
        """Let the page go on for so long."""

    def screenshot(self, *, target: str | None = None, mask: Sequence[str] = (), full_page: bool = False) -> bytes:
        """A PNG of the page, or of the element `target` (a selector), with the elements of `mask` painted over.

        Animations are stopped, the caret is hidden; fields a secret was typed into show dots. One pixel of it is one
        of CSS, whatever the device.
        """

    def aria_snapshot(self, *, target: str = "body") -> str:
        """The accessibility tree below an element, in Playwright's YAML. Secrets in it are masked."""

    def matches_aria(self, snapshot: str, *, target: str = "body") -> bool:
        """Whether the tree matches this snapshot, by Playwright's rules (parts may be left out, `/regex/` is one).

        It waits for that as `expect` does. UsageError when the snapshot cannot be read, or several
        elements are meant.
        """

    def baseline(self, name: str | None, *, suffix: str) -> Baseline:
        """The baseline of this journey and name (None: that of the step); `suffix` is the file's ending: `.axe.json`.

        With the ending `.png` they are kept apart by browser, system and size of the window.
        """

    def attach(self, name: str, data: bytes) -> str | None:
        """Keep a file among the artifacts of the run, and give its path for a `Picture`. `name` has an ending.

        None when it was withheld, because a secret can be read in it.
        """

    def blocking(self, work: Callable[[], R]) -> R:
        """Call work that keeps the processor busy in a thread, so that journeys beside this one go on."""
