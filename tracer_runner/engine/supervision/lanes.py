"""The ways of runs through the egress proxy, and what a refusal makes of an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracer_runner.engine.protocol import Configure, Execute
from tracer_runner.engine.running.scrub_records import scrub_record
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.errors import EgressDenied, EngineError
from tracer_runner.model.run import Attempt, Error
from tracer_runner.model.status import GOOD, RunStatus

if TYPE_CHECKING:  # it is heavy, and `tracer run` goes without
    from tracer_runner.egress.lane import Lane
    from tracer_runner.egress.proxy import EgressProxy


class Lanes:
    """Opens a lane for each attempt. Without a proxy it does nothing: browsers go where they like."""

    def __init__(self, egress: EgressProxy | None) -> None:
        self._egress = egress
        self._lanes: dict[str, Lane] = {}

    def configure(self, configure: Configure) -> Configure:
        """With a lane for browsers themselves, for what they ask of their own accord."""
        if self._egress is None:
            return configure
        lane = self._lanes["browser"] = self._egress.open_lane("browser")
        return configure.model_copy(update={"egress": lane.address})

    def begin(self, request: Execute) -> Execute:
        """The attempt, with a lane of its own."""
        if self._egress is None:
            return request
        lane = self._lanes[request.run_id] = self._egress.open_lane(request.run_id)
        return request.model_copy(update={"egress": lane.address})

    def end(self, request: Execute, attempt: Attempt) -> Attempt:
        """Close its lane; the attempt as what was refused there makes it."""
        lane = self._close(request.run_id)
        if lane is None:
            return attempt
        judged = with_egress(attempt, denials=lane.denials, failures=lane.failures, faults=lane.faults)
        return scrub_record(judged, Scrubber(request.secrets.values()))

    def give_back(self, run_id: str) -> None:
        """The attempt never began."""
        self._close(run_id)

    def close(self) -> None:
        """Close all that are left."""
        for run_id in tuple(self._lanes):
            self._close(run_id)

    def _close(self, run_id: str) -> Lane | None:
        lane = self._lanes.pop(run_id, None)
        if lane is not None and self._egress is not None:
            self._egress.close_lane(lane)
        return lane


def with_egress(
    attempt: Attempt,
    *,
    denials: Sequence[EgressDenied] = (),
    failures: Sequence[str] = (),
    faults: Sequence[EngineError] = (),
) -> Attempt:
    """The attempt in the light of what the proxy saw.

    After a refusal nothing is known about the site, whatever the journey made of it: it is an error. What could not be
    reached is told with an attempt that did not pass, because browsers only see a proxy that says no. Where the proxy
    itself was at fault, it is an error as well.
    """
    if failures and attempt.status not in GOOD:
        attempt = attempt.model_copy(update={"warnings": (*attempt.warnings, *failures)})
    excuses = (*denials, *faults)
    if not excuses:
        return attempt
    errors = [Error(class_=type(one).__name__, message=one.message, hint=one.hint) for one in excuses]
    others = tuple(filter(None, (attempt.error, *attempt.other_errors)))
    if attempt.status is RunStatus.CANCELLED:
        return attempt.model_copy(update={"other_errors": (*attempt.other_errors, *errors)})
    return attempt.model_copy(
        update={"status": RunStatus.ERROR, "error": errors[0], "other_errors": (*errors[1:], *others)}
    )
