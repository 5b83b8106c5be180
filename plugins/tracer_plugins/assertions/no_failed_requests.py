"""`check.no_failed_requests()`: every request of the pages was answered, and none with a status of 400 or above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from tracer_plugins.assertions.listing import first_few
from tracer_plugins.assertions.parameters import Parameters
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, PageObservation, Verdict
from tracer_runner.model.run import NetworkRequest


class NoFailedRequestsParameters(Parameters):
    """What `check.no_failed_requests` takes."""

    ignore: tuple[str, ...] = ()
    """Requests whose URL contains any of these are let pass."""


class NoFailedRequests:
    """Looks at the requests since the attempt began; those a navigation aborted do not count."""

    name = "no_failed_requests"
    subject = "page"
    operators: ClassVar[tuple[str, ...]] = ()
    parameters = NoFailedRequestsParameters
    observes: ClassVar[frozenset[str]] = frozenset({"requests"})

    def examine(self, observation: PageObservation, parameters: NoFailedRequestsParameters) -> Verdict:
        """Passed when no request failed."""
        failed = [
            str(request)
            for request in observation.failed_requests
            if not any(part in request.url for part in parameters.ignore) and not _aborted(request)
        ]
        if not failed:
            return Verdict(passed=True, message="Every request was answered.", expected="no failed requests")
        count = "One request" if len(failed) == 1 else f"{len(failed)} requests"
        return Verdict(
            passed=False,
            message=f"{count} failed: {failed[0]}",
            expected="no failed requests",
            actual=first_few(failed),
        )


def _aborted(request: NetworkRequest) -> bool:
    """The page went elsewhere before the answer came: nobody's fault."""
    return request.status is None and "ABORTED" in (request.failure or "").upper()


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [NoFailedRequests()]
