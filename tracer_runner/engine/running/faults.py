"""Whose fault is it? From an exception to the error a person reads, and the status it gives.

`failed`: the site or the journey's own code did wrong. `error`: we could not look. The table is in docs/authoring.md.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tracer_runner.engine.running.deadlines import Cancelled, Overrun, SetupTimeout
from tracer_runner.engine.running.wording import explain_expect, explain_timeout, network_hint, plain
from tracer_runner.errors import BrowserUnavailable, EgressDenied, EngineError, MissingInput, PluginError
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import AssertionResult, Error, SourceExcerpt
from tracer_runner.model.status import RunStatus

MESSAGE_LIMIT = 8_000
"""Characters of an error's message that are kept."""


class PageCrashed(Exception):
    """The page crashed: its renderer process died."""


class BrowserLost(Exception):
    """The browser process died."""


class DriverLost(Exception):
    """Playwright's driver process died."""


class ListenerError(Exception):
    """An event handler of the journey raised."""


OURS = (
    MissingInput,
    BrowserUnavailable,
    EgressDenied,
    EngineError,
    PluginError,
    SetupTimeout,
    PageCrashed,
    BrowserLost,
    DriverLost,
)
"""What is never the journey's fault: nothing is known about the site."""


@dataclass(frozen=True)
class Fault:
    """An error, and what it makes of the attempt."""

    error: Error
    status: RunStatus


class Sources:
    """Tells the user's own files from everything else, and reads lines from them."""

    def __init__(self, *, project: Path, roots: tuple[Path, ...]) -> None:
        self._project = project
        self._roots = roots

    def owns(self, filename: str) -> bool:
        """Whether a frame of this file is the user's."""
        path = Path(filename)
        return (
            path.is_absolute()
            and "site-packages" not in path.parts
            and any(path.is_relative_to(root) for root in self._roots)
        )

    def shown(self, filename: str) -> str:
        """The path as results show it."""
        path = Path(filename)
        return path.relative_to(self._project).as_posix() if path.is_relative_to(self._project) else str(path)

    def ref(self, frame: FrameType | None) -> SourceRef | None:
        """The innermost line of the user's on this stack."""
        while frame is not None and not self.owns(frame.f_code.co_filename):
            frame = frame.f_back
        return SourceRef(file=self.shown(frame.f_code.co_filename), line=frame.f_lineno) if frame else None

    def line(self, ref: SourceRef) -> str | None:
        """The text of that line."""
        try:
            return (self._project / ref.file).read_text(encoding="utf-8").splitlines()[ref.line - 1].strip()
        except (OSError, UnicodeDecodeError, IndexError):
            return None

    def raised_at(self, trace: TracebackType | None) -> SourceRef | None:
        """The innermost line of the user's in this traceback."""
        excerpt = self.excerpt(trace)
        return SourceRef(file=excerpt.file, line=excerpt.line) if excerpt else None

    def excerpt(self, trace: TracebackType | None) -> SourceExcerpt | None:
        """The lines around the innermost frame of the user's."""
        own = [
            (frame.f_code.co_filename, line)
            for frame, line in traceback.walk_tb(trace)
            if self.owns(frame.f_code.co_filename)
        ]
        return self.around(*own[-1]) if own else None

    def around(self, filename: str, line: int) -> SourceExcerpt | None:
        """Up to three lines before and two after."""
        try:
            lines = Path(filename).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return None
        first = max(1, line - 3)
        return SourceExcerpt(
            file=self.shown(filename), line=line, first_line=first, lines=tuple(lines[first - 1 : line + 2])
        )

    def traceback(self, trace: TracebackType | None) -> str | None:
        """The frames of the user's, innermost last."""
        frames = [found for found in traceback.extract_tb(trace) if self.owns(found.filename)]
        lines = [f"{self.shown(found.filename)}:{found.lineno} in {found.name}\n    {found.line}" for found in frames]
        return "\n".join(lines) or None


class Judge:
    """Turns what was raised into a `Fault`."""

    def __init__(
        self,
        sources: Sources,
        *,
        browser_answers: Callable[[], bool],
        breaks_off: tuple[type[BaseException], ...] = (),
        of: str = "journey",
    ) -> None:
        """`browser_answers` asks the browser itself, and is asked only about time-outs.

        `breaks_off`: what ends it early and is nobody's fault, beside `Cancelled`; `of`: what its code belongs to.
        """
        self._sources = sources
        self._browser_answers = browser_answers
        self._breaks_off: tuple[type[BaseException], ...] = (Cancelled, *breaks_off)
        self._of = of

    def judge(self, raised: BaseException, *, step: str | None = None, page_url: str | None = None) -> Fault:
        """The fault. `step` is the path of the step it came from."""
        class_, message, hint = _describe(raised)
        status, verdict_hint = self._status(raised)
        assertion: AssertionResult | None = getattr(raised, "tracer_assertion", None)
        if assertion and assertion.type.startswith("expect."):
            message = explain_expect(assertion, message)
        error = Error(
            class_=class_,
            message=_clip(message),
            expected=assertion.expected if assertion else None,
            actual=assertion.actual if assertion else None,
            step=step,
            source=self._sources.excerpt(raised.__traceback__),
            page_url=page_url,
            traceback=self._sources.traceback(raised.__traceback__),
            hint=verdict_hint or hint,
        )
        return Fault(error, status)

    def _status(self, raised: BaseException) -> tuple[RunStatus, str | None]:
        if isinstance(raised, self._breaks_off):
            return RunStatus.CANCELLED, None
        if isinstance(raised, OURS):
            return RunStatus.ERROR, None
        hint = self._could_not_look(raised)
        return (RunStatus.ERROR, hint) if hint else (RunStatus.FAILED, None)

    def _could_not_look(self, raised: BaseException) -> str | None:
        """What to do about it, when nothing is known about the site."""
        if isinstance(raised, OSError) and raised.errno == errno.ENOSPC:
            return "Make room on the disk that holds the output folder."
        if isinstance(raised, PlaywrightError) and "ERR_INTERNET_DISCONNECTED" in raised.message:
            return "This machine has no network; nothing is known about the site."
        if isinstance(raised, Exception) and self._sources.raised_at(raised.__traceback__) is None:
            return f"This did not come from the {self._of}'s code. Please report it."
        if isinstance(raised, Overrun | PlaywrightTimeout) and not self._browser_answers():
            return "The browser itself does not answer; nothing is known about the site."
        return None


def _describe(raised: BaseException) -> tuple[str, str, str | None]:
    """Class, message and hint."""
    if isinstance(raised, Overrun):
        return type(raised).__name__, str(raised), None
    if isinstance(raised, SystemExit):
        return "SystemExit", f"The journey called sys.exit({raised.code!r}).", "Raise an error or use assert instead."
    if isinstance(raised, PlaywrightError):
        message = plain(raised.message)
        return type(raised).__name__, explain_timeout(message), network_hint(message)
    if isinstance(raised, MissingInput):
        return raised.kind, raised.message, raised.hint
    hint = getattr(raised, "hint", None)
    return type(raised).__name__, safe_text(raised), hint if isinstance(hint, str) else None


def safe_text(raised: BaseException) -> str:
    """What an exception says of itself, also when it cannot."""
    try:
        return plain(str(raised)) or type(raised).__name__
    except Exception as fault:
        return f"{type(raised).__name__}, whose text raised {type(fault).__name__}"


def _clip(text: str) -> str:
    return (
        text
        if len(text) <= MESSAGE_LIMIT
        else f"{text[:MESSAGE_LIMIT]}\n… ({len(text) - MESSAGE_LIMIT} more characters)"
    )
