"""The sessions that logins made: kept in memory for as long as they may be used, and never written anywhere."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from tracer_runner.engine.run_request import RunRequest
from tracer_runner.model.run import Attempt
from tracer_runner.model.status import RunStatus


@dataclass(frozen=True)
class Session:
    """What a login left, in the form of Playwright's storage state, as JSON."""

    state: str
    until: float
    """The moment of the clock from which it is too old."""


class Sessions:
    """One session for each login, and for everything that it is done with."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Session] = {}
        self._making: dict[str, str] = {}
        """The runs that sign in now, each with the key of the session it makes."""
        self._used: dict[str, tuple[str, Session]] = {}
        """What the other runs under way began with."""
        self._hopeless: set[str] = set()
        """The keys for which signing in failed last."""

    def must_wait(self, request: RunRequest) -> bool:
        """Whether another run is about to make the session that this one can use.

        Nobody waits for a login that failed last: those who did would fail one after another.
        """
        if request.journey.signs_in is None or not self._making:
            return False
        key = _key(request)
        return key in self._making.values() and key not in self._hopeless

    def begin(self, request: RunRequest) -> str | None:
        """The session an attempt begins with; None: it signs in itself, if its journey has a login."""
        if request.journey.signs_in is None:
            return None
        key = _key(request)
        session = self._kept.get(key)
        if session is None or session.until <= self._clock():
            self._kept.pop(key, None)
            self._making[request.run_id] = key
            return None
        self._used[request.run_id] = (key, session)
        return session.state

    def signed_in(self, request: RunRequest, state: str) -> None:
        """The login was done; those that wait for it may begin."""
        login, key = request.journey.signs_in, self._making.pop(request.run_id, None)
        if login and key:
            self._hopeless.discard(key)
            self._kept[key] = Session(state, until=self._clock() + login.max_age)

    def end(self, request: RunRequest, attempt: Attempt | None) -> None:
        """An attempt is over; None: it never began. A session with which it failed is used no more."""
        made, used = self._making.pop(request.run_id, None), self._used.pop(request.run_id, None)
        if attempt is None or attempt.status is not RunStatus.FAILED:
            return
        if made:
            self._hopeless.add(made)
        if used:
            key, session = used
            if self._kept.get(key) is session:
                del self._kept[key]


def _key(request: RunRequest) -> str:
    """What makes two runs share a session. A digest, for secrets are part of it."""
    login = request.journey.signs_in
    assert login
    secrets = [request.secrets[name] for name in login.secrets]
    parts = (
        login.path,
        login.function,
        request.environment,
        request.browser,
        request.context,
        request.login_params,
        secrets,
    )
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()
